package io.engram.jobs.verb;

import io.engram.consolidation.store.AliasRecord;
import io.engram.jobs.JobException;
import io.engram.jobs.report.AliasReport;
import io.engram.jobs.service.ModelCatalog.AliasMove;
import io.engram.jobs.service.Services;
import java.util.Collection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code engram models alias}. */
@Command(
    name = "alias",
    description = {
      "Lists names of versions (production, candidate, ...), or gives a version a name.",
      "",
      "A name is moved, never deleted: every move stays, with its time and reason, and --history shows them. If somebody"
          + " else moves the name at the same moment, nothing is overwritten and the exit code is 4."
    },
    footer = {
      "",
      "Example:",
      "  engram models alias --model lake/models/support",
      "  engram models alias --model lake/models/support#3 --name production --reason 'checked by hand'",
      "  engram models alias --model lake/models/support --name production --history"
    })
final class ModelAliasVerb extends ModelVerb {
  @Option(
      names = "--name",
      paramLabel = "NAME",
      order = 2,
      description = "name to give to the version of --model; if not given: names are listed")
  private String name;

  @Option(names = "--reason", paramLabel = "TEXT", order = 3, description = "kept with the move")
  private String reason;

  @Option(names = "--history", order = 4, description = "every move of the name; moves nothing")
  private boolean history;

  @Override
  VerbResult execute(Services services) {
    if (name == null) {
      if (reason != null || history) {
        throw JobException.usage(
            (reason != null ? "--reason" : "--history") + " needs --name NAME");
      }
      String root = wholeModel(" to list the names, or say --name NAME to give one");
      return listed(services.models().aliases(root).values());
    }
    aliasName("--name", name);
    if (history) {
      return listed(services.models().moves(model().root(), name));
    }
    AliasMove move = services.models().alias(model(), name, kept(reason));
    return VerbResult.done(AliasReport.moved(model().root(), move), AliasReport.movedJson(move));
  }

  private static VerbResult listed(Collection<AliasRecord> records) {
    return VerbResult.done(AliasReport.list(records), AliasReport.listJson(records));
  }
}
