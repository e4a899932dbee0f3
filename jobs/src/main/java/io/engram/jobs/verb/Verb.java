package io.engram.jobs.verb;

import io.engram.consolidation.store.ModelReference;
import io.engram.jobs.ExitCode;
import io.engram.jobs.JobException;
import io.engram.jobs.service.Services;
import io.engram.jobs.service.Services.SparkSettings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A verb of the command line: parses, runs, prints. */
public abstract class Verb implements Callable<Integer> {
  @Mixin private RunOptions run;
  @Spec private CommandSpec spec;
  private VerbContext context;

  final void attach(VerbContext newContext) {
    context = newContext;
  }

  /** The context given by the program. */
  protected final VerbContext context() {
    return context;
  }

  /** Whether an option is on the command line, and not a setting of the configuration. */
  protected final boolean given(String option) {
    return spec.commandLine().getParseResult().hasMatchedOption(option);
  }

  /** Reads the name of a model, version or alias. */
  static ModelReference model(String text) {
    try {
      return ModelReference.parse(text);
    } catch (IllegalArgumentException e) {
      throw new JobException(ExitCode.USAGE, "--model: " + e.getMessage(), e);
    }
  }

  /** Does the work. */
  abstract VerbResult execute(Services services);

  private void end(VerbResult result) {
    String message =
        result.json().get("error") instanceof String error
            ? error
            : result.text().lines().findFirst().orElse("");
    context.outcome().end(CommandTree.verb(spec), result.exitCode(), message, result.json());
  }

  @Override
  public final Integer call() {
    SparkSettings settings = run.spark(context);
    context.outcome().begin(settings);
    VerbResult result;
    try (Services services = context.services().open(settings)) {
      result = execute(services);
      if (!result.text().isEmpty()) {
        context.console().result(result.text());
      }
      if (run.json()) {
        context.console().json(result.json());
      }
    }
    end(result);
    return result.exitCode().code();
  }
}
