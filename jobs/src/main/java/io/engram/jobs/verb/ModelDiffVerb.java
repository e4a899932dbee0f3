package io.engram.jobs.verb;

import io.engram.consolidation.comparison.VersionDiff;
import io.engram.consolidation.store.ModelReference;
import io.engram.jobs.JobException;
import io.engram.jobs.report.DiffReport;
import io.engram.jobs.service.Services;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code engram models diff}. */
@Command(
    name = "diff",
    description = {
      "Compares two versions of a model.",
      "",
      "Says which tasks were added, removed or learnt again and how their accuracies moved, which slots changed, which"
          + " settings differ, and what the two share on disk. Both versions are checked before they are compared."
    },
    footer = {"", "Example:", "  engram models diff --model lake/models/support production 7"})
final class ModelDiffVerb extends ModelVerb {
  @Parameters(index = "0", paramLabel = "A", description = "version number or alias")
  private String from;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "B",
      description = "version number or alias; if not given: the newest version")
  private String to;

  @Override
  VerbResult execute(Services services) {
    String root = wholeModel(" and name the versions behind it: A B");
    ModelReference a = named(root, from);
    ModelReference b = to == null ? new ModelReference(root, null, null) : named(root, to);
    VersionDiff diff = services.models().diff(a, b);
    return VerbResult.done(DiffReport.text(diff), DiffReport.json(diff));
  }

  private static ModelReference named(String root, String name) {
    String bare = name.replaceFirst("^[#@]", "");
    if (name.startsWith("@") || !bare.matches("[0-9]+")) {
      return new ModelReference(root, aliasName("A and B", bare), null);
    }
    if (!bare.matches("[1-9][0-9]{0,17}")) {
      throw JobException.usage("version numbers count from 1, got " + name);
    }
    return new ModelReference(root, null, Long.valueOf(bare));
  }
}
