package io.engram.jobs.verb;

import io.engram.consolidation.store.ModelReference;
import io.engram.jobs.ExitCode;
import io.engram.jobs.JobException;
import io.engram.jobs.service.Services;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A verb of the command line: parses, runs, prints. */
public abstract class Verb implements Callable<Integer> {
  @Mixin private RunOptions run;
  private VerbContext context;

  final void attach(VerbContext newContext) {
    context = newContext;
  }

  /** The context given by the program. */
  protected final VerbContext context() {
    return context;
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

  @Override
  public final Integer call() {
    try (Services services = context.services().open(run.spark(context))) {
      VerbResult result = execute(services);
      if (!result.text().isEmpty()) {
        context.console().result(result.text());
      }
      if (run.json()) {
        context.console().json(result.json());
      }
      return result.exitCode().code();
    }
  }
}
