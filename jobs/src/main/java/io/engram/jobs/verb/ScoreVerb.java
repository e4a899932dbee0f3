package io.engram.jobs.verb;

import io.engram.jobs.JobException;
import io.engram.jobs.console.Progress;
import io.engram.jobs.report.ScoreReport;
import io.engram.jobs.service.ScoreRequest;
import io.engram.jobs.service.ScoreRequest.TaskChoice;
import io.engram.jobs.service.ScoreResult;
import io.engram.jobs.service.Services;
import io.engram.jobs.service.StreamRequest;
import io.engram.jobs.service.StreamResult;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code engram score}. */
@Command(
    name = "score",
    customSynopsis = {
      "engram score --model URI[@ALIAS|#VERSION] (--task ID|auto | --task-col COLUMN | --all-tasks)",
      "             --input URI --output URI [OPTION]..."
    },
    description = {
      "Scores a table with a model: the input's columns, and prediction, predictionIndex, probability, task,"
          + " modelVersion and error.",
      "",
      "Which task a row asks is said once for all rows (--task), by a column (--task-col), or every row asks all"
          + " tasks (--all-tasks), which costs at most one pass a slot whatever the number of tasks.",
      "",
      "With --task auto the task of each row is found from its frozen features: task says which, confidence how"
          + " probable it is among all tasks, and novelty, from 0 to 1, the share of known rows that are more"
          + " typical of what was learnt (null where none were kept to tell). The class is by the task's head, and half"
          + " as much by what found the task.",
      "",
      "With --all-tasks-as labels a row of a multi-label table gets labels, the set of those that it has, and"
          + " labelProbabilities, corrected for how frequent each label is in the table it was learnt from; what is"
          + " above one half is said."
    },
    footer = {
      "",
      "Example:",
      "  engram score --model lake/models/support@production --all-tasks \\",
      "    --input lake/new-tickets.parquet --text-col body --output lake/scored",
      "  engram score --stream --model lake/models/support@production --task language \\",
      "    --input lake/incoming --output lake/scored-stream"
    })
final class ScoreVerb extends Verb {
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
      order = 12,
      description = "every row asks this task; auto: the task of each row is found from the row")
  private String task;

  @Option(
      names = "--task-col",
      paramLabel = "COLUMN",
      order = 13,
      description = "each row asks the task named there")
  private String taskCol;

  @Option(
      names = "--task-as",
      paramLabel = "COLUMN",
      order = 14,
      description =
          "with --task or --all-tasks: the column that says which task answered (default: task)")
  private String taskAs;

  @Option(names = "--all-tasks", order = 15, description = "every row asks every task")
  private boolean allTasks;

  @Option(
      names = "--all-tasks-as",
      paramLabel = "SHAPE",
      order = 16,
      description =
          "rows (one row a task), map (one column, task to label), or labels: of tasks that 'engram data labels' made,"
              + " the labels that the row has")
  private String allTasksAs;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "URI",
      order = 17,
      description = "where the scored table goes")
  private String output;

  @Option(
      names = "--output-format",
      paramLabel = "FORMAT",
      order = 18,
      description = "parquet, orc, json or another Spark sink for nested columns; not csv")
  private String outputFormat;

  @Option(
      names = "--on-bad-rows",
      paramLabel = "RULE",
      order = 19,
      description = "a row without a prediction: fail, skip, or keep with the reason")
  private String onBadRows;

  @Option(
      names = "--overwrite",
      negatable = true,
      fallbackValue = "true",
      order = 20,
      description =
          "replace an output that exists, once the new one is complete; until then, and after a failure, the old one"
              + " stays (object stores rename file by file: readers can see a part for that moment)")
  private boolean overwrite;

  @Option(
      names = "--batch-size",
      paramLabel = "ROWS",
      order = 21,
      description = "rows a forward pass at most; long rows make smaller batches")
  private int batchSize;

  @Mixin private InputOptions input;
  @Mixin private StreamOptions stream;

  @Override
  VerbResult execute(Services services) {
    ScoreRequest request =
        new ScoreRequest(
            model(model),
            tasks(),
            Optional.ofNullable(taskAs),
            input.spec(context().config()),
            output,
            outputFormat,
            onBadRows,
            overwrite,
            batchSize);
    if (stream.asked(this::given)) {
      return stream(stream.request(request), services);
    }
    request.check();
    try (Progress progress = context().console().progress()) {
      ScoreResult result = services.learning().score(request, progress);
      return VerbResult.done(ScoreReport.text(result), ScoreReport.json(result));
    }
  }

  private VerbResult stream(StreamRequest request, Services services) {
    request.check();
    StreamResult result =
        services
            .learning()
            .scoreStream(request, batch -> context().console().say(ScoreReport.line(batch)));
    return VerbResult.done(ScoreReport.text(result), ScoreReport.json(result));
  }

  private TaskChoice tasks() {
    // A column that the configuration names is for calls that say nothing else.
    boolean named = taskCol != null && (given("--task-col") || (task == null && !allTasks));
    if (Stream.of(task != null, named, allTasks).filter(given -> given).count() > 1) {
      throw JobException.usage("give one of --task, --task-col and --all-tasks");
    }
    if (!allTasks && given("--all-tasks-as")) {
      throw JobException.usage("--all-tasks-as is for --all-tasks");
    }
    if (allTasks) {
      if (!allTasksAs.matches("rows|map|labels")) {
        throw JobException.usage("--all-tasks-as must be rows, map or labels, got " + allTasksAs);
      }
      return new TaskChoice.All(allTasksAs);
    }
    if (task != null) {
      return task.equals("auto") ? new TaskChoice.Auto() : new TaskChoice.One(task);
    }
    if (named) {
      return new TaskChoice.Column(taskCol);
    }
    throw JobException.usage(
        "which task do the rows ask? give --task ID, --task-col COLUMN or --all-tasks");
  }
}
