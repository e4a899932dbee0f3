package io.engram.jobs.verb;

import io.engram.consolidation.store.upkeep.ErasureReport;
import io.engram.consolidation.task.TaskId;
import io.engram.jobs.JobException;
import io.engram.jobs.report.ErasureSummary;
import io.engram.jobs.service.Services;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code engram models erase}. */
@Command(
    name = "erase",
    description = {
      "Erases a task: a new version is published that holds neither its head, its statistics, its kept inputs nor its"
          + " name, and what is cached of its data is deleted.",
      "",
      "Says what remains: older versions hold the task until 'engram models gc --drop-before' removes them, names keep"
          + " them alive until they are moved, and a slot that the task shared with others keeps weights that it helped"
          + " to shape. Running it again is harmless."
    },
    footer = {
      "",
      "Example:",
      "  engram models erase --model lake/models/support --task language --dry-run"
    })
final class ModelEraseVerb extends ModelVerb {
  @Option(
      names = "--task",
      required = true,
      paramLabel = "ID",
      order = 2,
      description = "task to erase")
  private String task;

  @Option(names = "--dry-run", order = 3, description = "say what would happen, change nothing")
  private boolean dryRun;

  @Override
  VerbResult execute(Services services) {
    String root = wholeModel(": a task is erased from the newest version");
    try {
      new TaskId(task);
    } catch (IllegalArgumentException e) {
      throw JobException.usage("--task: " + e.getMessage());
    }
    ErasureReport report = services.upkeep().erase(root, task, dryRun);
    return VerbResult.done(
        ErasureSummary.text(root, report, dryRun), ErasureSummary.json(report, dryRun));
  }
}
