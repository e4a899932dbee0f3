package io.engram.jobs.verb;

import io.engram.jobs.ExitCode;
import io.engram.jobs.console.Progress;
import io.engram.jobs.report.LearnReport;
import io.engram.jobs.service.InputSpec;
import io.engram.jobs.service.LearnRequest;
import io.engram.jobs.service.LearnResult;
import io.engram.jobs.service.RunId;
import io.engram.jobs.service.Services;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code engram learn}. */
@Command(
    name = "learn",
    customSynopsis = "engram learn --model URI --task ID --input URI [OPTION]...",
    description = {
      "Learns one task from a labelled table and publishes a new version of the model.",
      "",
      "The encoder stays frozen. The task gets a head of its own; its adapter joins a pool of at"
          + " most K adapters, if need be by distillation into the adapter that fits best. All"
          + " tasks learnt before stay predictable. Rows whose split column says test are kept out"
          + " and give the accuracies that are printed."
    },
    footer = {
      "",
      "Example:",
      "  engram learn --model lake/models/support --task language --input lake/tickets.parquet \\",
      "    --text-col body --label-col language",
      "",
      "The same task, data and settings again: nothing to do, exit code 0. Other data or settings:"
          + " refused, or --replace.",
      "",
      "With --min-accuracy, --max-forgetting or --promote a version that is good enough becomes"
          + " production; one that is not is published all the same, under no name, and the exit"
          + " code is 5."
    })
final class LearnVerb extends Verb {
  @Option(
      names = "--model",
      required = true,
      paramLabel = "URI",
      order = 1,
      description = "folder of the model; made by the first task")
  private String model;

  @Option(
      names = "--task",
      required = true,
      paramLabel = "ID",
      order = 2,
      description = "name of the task: a-z 0-9 . _ -, at most 64, the first a letter or digit")
  private String task;

  @Option(
      names = "--replace",
      negatable = true,
      fallbackValue = "true",
      order = 13,
      description = "learn a task again that was learnt from other data or with other settings")
  private boolean replace;

  @Option(
      names = "--scheduler-run",
      paramLabel = "ID",
      order = 14,
      description =
          "recorded with the version and never compared; under Airflow the id of the DAG run")
  private String schedulerRun;

  @Mixin private InputOptions input;
  @Mixin private LearnOptions options;
  @Mixin private GateOptions gate;

  @Override
  VerbResult execute(Services services) {
    InputSpec rows = input.spec(context().config());
    LearnRequest request =
        new LearnRequest(
            model,
            task,
            rows,
            rows,
            options.settings(context().config()),
            replace,
            gate.rules(),
            RunId.of(schedulerRun));
    request.check();
    try (Progress progress = context().console().progress()) {
      LearnResult result = services.learning().learn(request, progress);
      ExitCode code = LearnReport.exitCode(result);
      if (code != ExitCode.DONE) {
        result
            .promotion()
            .ifPresent(outcome -> context().console().say("engram: " + outcome.message()));
      }
      return new VerbResult(LearnReport.text(result), LearnReport.json(result), code);
    }
  }
}
