package io.engram.jobs.verb;

import io.engram.jobs.JobException;
import io.engram.jobs.console.Progress;
import io.engram.jobs.report.EvaluateReport;
import io.engram.jobs.report.LabelsReport;
import io.engram.jobs.report.RoutedReport;
import io.engram.jobs.service.EvaluateLabelsRequest;
import io.engram.jobs.service.EvaluateRequest;
import io.engram.jobs.service.EvaluateResult;
import io.engram.jobs.service.EvaluateRoutedRequest;
import io.engram.jobs.service.LabelsResult;
import io.engram.jobs.service.RoutedResult;
import io.engram.jobs.service.Services;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code engram evaluate}. */
@Command(
    name = "evaluate",
    customSynopsis = {
      "engram evaluate --model URI[@ALIAS|#VERSION] (--task ID | --task auto --task-col COLUMN | --all-tasks)",
      "                --input URI [OPTION]..."
    },
    description = {
      "Counts how many rows of a labelled table a model predicts right, in all and by class.",
      "",
      "With --all-tasks the table has a set of labels a row: F1 and average precision of the labels that 'engram data"
          + " labels' made tasks of, in all and by label.",
      "",
      "With --task auto the rows belong to many tasks, which --task-col names: apart from each other, accuracy where the"
          + " model is told the task of a row; routed accuracy, task and class right where it is not told;"
          + " routing accuracy, the task right; accuracy of the router's own nearest class; and how many"
          + " of these rows, which are of known tasks, seem new.",
      "",
      "Of a table with a split column only the rows that say test are used; of one without, all.",
      "",
      "Rows go the whole way that 'engram score' goes, so that what is counted is what scoring would give. What learn"
          + " prints of a task is counted on the features that it keeps in the lake."
    },
    footer = {
      "",
      "Example:",
      "  engram evaluate --model lake/models/support --task language --input lake/tickets.parquet \\",
      "    --text-col body --label-col language",
      "  engram evaluate --model lake/models/support --task auto --task-col task --input lake/mixed.parquet"
    })
final class EvaluateVerb extends Verb {
  @Option(
      names = "--model",
      required = true,
      paramLabel = "URI[@ALIAS|#VERSION]",
      order = 1,
      description = "model; without alias or number the newest version")
  private String model;

  @Option(
      names = "--task",
      paramLabel = "ID",
      order = 2,
      description = "task to evaluate; auto: rows of many tasks, told their task and not told")
  private String task;

  @Option(
      names = "--task-col",
      paramLabel = "COLUMN",
      order = 3,
      description = "with --task auto: the task that each row belongs to")
  private String taskCol;

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
    if (delimiter != null && !allTasks) {
      throw JobException.usage("--label-delimiter is for --all-tasks");
    }
    boolean auto = "auto".equals(task);
    if (auto && taskCol == null) {
      throw JobException.usage(
          "--task auto needs --task-col COLUMN, which says what task each row truly belongs to");
    }
    if (taskCol != null && !auto) {
      throw JobException.usage(
          "--task-col says what task each row belongs to and goes with --task auto; "
              + (allTasks
                  ? "--all-tasks asks every row all labels"
                  : "--task " + task + " is one task for all rows"));
    }
    return allTasks ? labels(services) : auto ? routed(services) : task(services);
  }

  private VerbResult routed(Services services) {
    EvaluateRoutedRequest request =
        new EvaluateRoutedRequest(model(model), input.spec(context().config()), taskCol, batchSize);
    request.check();
    try (Progress progress = context().console().progress()) {
      RoutedResult result = services.learning().evaluateRouted(request, progress);
      return VerbResult.done(RoutedReport.text(result), RoutedReport.json(result));
    }
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
