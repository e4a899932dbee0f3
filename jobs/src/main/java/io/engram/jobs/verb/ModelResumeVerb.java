package io.engram.jobs.verb;

import io.engram.consolidation.store.runs.Runs;
import io.engram.jobs.ExitCode;
import io.engram.jobs.Failures;
import io.engram.jobs.JobException;
import io.engram.jobs.console.Printable;
import io.engram.jobs.console.Progress;
import io.engram.jobs.report.LearnReport;
import io.engram.jobs.report.RunsReport;
import io.engram.jobs.service.LearnResult;
import io.engram.jobs.service.Services;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code engram models resume}. */
@Command(
    name = "resume",
    description = {
      "Goes on with learnings that were killed: from the last checkpoint, to the same bytes as if nothing had happened.",
      "",
      "Giving the command of the learning once more does the same; this verb knows the command from the lake. All are"
          + " taken up, oldest first, or the one of --task. One whose writer is still alive is learnt twice at worst, and"
          + " published once."
    },
    footer = {
      "",
      "Example:",
      "  engram models resume --model lake/models/support --dry-run",
      "  engram models resume --model lake/models/support --task language"
    })
final class ModelResumeVerb extends ModelVerb {
  @Option(names = "--task", paramLabel = "ID", order = 2, description = "only this one")
  private String task;

  @Option(
      names = "--option",
      paramLabel = "KEY=VALUE",
      order = 3,
      description =
          "option of the task's table that was not recorded, because it looks like a secret; may be repeated")
  private Map<String, String> options;

  @Option(
      names = "--dry-run",
      order = 4,
      description = "list what would be taken up, train nothing")
  private boolean dryRun;

  @Override
  VerbResult execute(Services services) {
    String root = wholeModel("");
    List<Runs.Unfinished> runs =
        services.upkeep().unfinished(root).stream()
            .filter(run -> task == null || run.request().task().equals(task))
            .toList();
    if (dryRun || runs.isEmpty()) {
      return VerbResult.done(RunsReport.unfinished(runs), RunsReport.unfinishedJson(runs));
    }
    Map<String, String> given = options == null ? Map.of() : options;
    runs.forEach(run -> requireOptions(run, given));
    List<LearnResult> results = new ArrayList<>();
    SortedMap<String, String> failed = new TreeMap<>();
    ExitCode code = ExitCode.DONE;
    try (Progress progress = context().console().progress()) {
      for (Runs.Unfinished run : runs) {
        ExitCode ended;
        try {
          LearnResult result = services.learning().resume(root, run, given, progress);
          results.add(result);
          ended = LearnReport.exitCode(result);
        } catch (RuntimeException e) {
          // One that cannot be learnt any more keeps no other from being taken up.
          Failures.Failure failure = Failures.of(e);
          if (runs.size() == 1 || !failure.expected()) {
            throw e;
          }
          failed.put(run.request().task(), failure.line());
          ended = failure.code();
        }
        code = code == ExitCode.DONE ? ended : code;
      }
    }
    return new VerbResult(
        RunsReport.resumed(results, failed), RunsReport.resumedJson(results, failed), code);
  }

  private static void requireOptions(Runs.Unfinished run, Map<String, String> given) {
    List<String> missing =
        run.request().leftOut().stream().filter(option -> !given.containsKey(option)).toList();
    if (!missing.isEmpty()) {
      throw JobException.usage(
          "the learning of task "
              + Printable.line(run.request().task())
              + " read its table with options that look like secrets and were not recorded; give"
              + " --option "
              + Printable.line(String.join("=... --option ", missing))
              + "=...");
    }
  }
}
