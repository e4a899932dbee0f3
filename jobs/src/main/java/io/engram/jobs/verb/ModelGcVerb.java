package io.engram.jobs.verb;

import io.engram.consolidation.store.GarbageOptions;
import io.engram.consolidation.store.GarbageReport;
import io.engram.jobs.JobException;
import io.engram.jobs.report.GarbageSummary;
import io.engram.jobs.service.Services;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code engram models gc}. */
@Command(
    name = "gc",
    description = {
      "Deletes what no version, no name and no running writer needs: leftovers of runs that died or lost, and with"
          + " --drop-before old versions.",
      "",
      "It may run beside learning, scoring and itself, and again after it was killed. The newest version stays, as does"
          + " every version that has a name or that a running writer continues. Who scores with a version while it is"
          + " dropped may find files missing: drop what nobody reads."
    },
    footer = {
      "",
      "Example:",
      "  engram models gc --model lake/models/support --dry-run",
      "  engram models gc --model lake/models/support --drop-before 12"
    })
final class ModelGcVerb extends ModelVerb {
  @Option(
      names = "--drop-before",
      paramLabel = "VERSION",
      order = 2,
      description = "drop the versions below this number, too; nothing is dropped if not given")
  private Long dropBefore;

  @Option(
      names = "--guard",
      paramLabel = "AGE",
      order = 3,
      description = "leave files that are younger, e.g. 90s, 30m, 1h, 2d")
  private String guard;

  @Option(
      names = "--give-up-missing",
      order = 4,
      description =
          "go on although records of the log are gone that no clean-up took: they count as dropped,"
              + " and what they alone named is deleted")
  private boolean giveUpMissing;

  @Option(names = "--dry-run", order = 5, description = "say what would be deleted, delete nothing")
  private boolean dryRun;

  @Override
  VerbResult execute(Services services) {
    String root = wholeModel(" and --drop-before VERSION to drop versions");
    if (dropBefore != null && dropBefore < 1) {
      throw JobException.usage("--drop-before must be at least 1, got " + dropBefore);
    }
    GarbageOptions options =
        new GarbageOptions(
            Age.of("--guard", guard), dropBefore == null ? 0 : dropBefore, giveUpMissing);
    GarbageReport report = services.upkeep().collect(root, options, dryRun);
    return VerbResult.done(
        GarbageSummary.text(report, dryRun), GarbageSummary.json(report, dryRun));
  }
}
