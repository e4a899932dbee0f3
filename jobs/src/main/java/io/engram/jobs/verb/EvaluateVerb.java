package io.engram.jobs.verb;

import io.engram.jobs.JobException;
import io.engram.jobs.console.Progress;
import io.engram.jobs.report.EvaluateReport;
import io.engram.jobs.report.LabelsReport;
import io.engram.jobs.service.EvaluateLabelsRequest;
import io.engram.jobs.service.EvaluateRequest;
import io.engram.jobs.service.EvaluateResult;
import io.engram.jobs.service.LabelsResult;
import io.engram.jobs.service.Services;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code engram evaluate}. */
@Command(
    name = "evaluate",
    customSynopsis =
        "engram evaluate --model URI[@ALIAS|#VERSION] (--task ID | --all-tasks) --input URI [OPTION]...",
    description = {
      "Counts how many rows of a labelled table a model predicts right, in all and by class.",
      "",
      "With --all-tasks the table has a set of labels a row: F1 and average precision of the labels that 'engram data"
          + " labels' made tasks of, in all and by label.",
      "",
      "Of a table with a split column only the rows that say test are used; of one without, all."
    },
    footer = {
      "",
      "Example:",
      "  engram evaluate --model lake/models/support --task language --input lake/tickets.parquet \\",
      "    --text-col body --label-col language"
    })
final class EvaluateVerb extends Verb {
  @Option(
      names = "--model",
      required = true,
      paramLabel = "URI[@ALIAS|#VERSION]",
      order = 1,
      description = "model; without alias or number the newest version")
  private String model;

  @Option(names = "--task", paramLabel = "ID", order = 2, description = "task to evaluate")
  private String task;

  @Option(
      names = "--all-tasks",
      order = 3,
      description = "evaluate all labels of a multi-label table")
  private boolean allTasks;

  @Option(
      names = "--label-delimiter",
      paramLabel = "TEXT",
      order = 4,
      description =
          "with --all-tasks: what stands between the labels, where the label column is a string")
  private String delimiter;

  @Option(
      names = "--batch-size",
      paramLabel = "ROWS",
      order = 13,
      description = "rows a forward pass at most; long rows make smaller batches")
  private int batchSize;

  @Mixin private InputOptions input;

  @Override
  VerbResult execute(Services services) {
    if (allTasks == (task != null)) {
      throw JobException.usage("give one of --task and --all-tasks");
    }
    return allTasks ? labels(services) : task(services);
  }

  private VerbResult labels(Services services) {
    EvaluateLabelsRequest request =
        new EvaluateLabelsRequest(
            model(model),
            input.spec(context().config()),
            Optional.ofNullable(delimiter),
            batchSize);
    request.check();
    try (Progress progress = context().console().progress()) {
      LabelsResult result = services.learning().evaluateLabels(request, progress);
      return VerbResult.done(LabelsReport.text(result), LabelsReport.json(result));
    }
  }

  private VerbResult task(Services services) {
    EvaluateRequest request =
        new EvaluateRequest(model(model), task, input.spec(context().config()), batchSize);
    request.check();
    try (Progress progress = context().console().progress()) {
      EvaluateResult result = services.learning().evaluate(request, progress);
      return VerbResult.done(EvaluateReport.text(result), EvaluateReport.json(result));
    }
  }
}
