package io.engram.jobs;

import io.engram.consolidation.task.DataRefusedException;
import io.engram.jobs.config.ConfigException;
import io.engram.transformers.lake.OutcomeUnknownException;
import io.engram.transformers.weights.WeightFileException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.AnalysisException;

/** Turns whatever went wrong into an exit code and one message. */
public final class Failures {

  /**
   * @param code exit code
   * @param message what a person reads
   * @param expected whether the message says it all, so that no stack trace is due
   */
  public record Failure(ExitCode code, String message, boolean expected) {}

  private Failures() {}

  /** Reads the whole chain of causes: Spark wraps what happened on an executor. */
  public static Failure of(Throwable thrown) {
    List<Throwable> chain = chain(thrown);
    for (Throwable link : chain) {
      Failure failure = known(link);
      if (failure != null) {
        return failure;
      }
    }
    Throwable root = chain.get(chain.size() - 1);
    return new Failure(
        ExitCode.FAULT, root.getClass().getSimpleName() + ": " + root.getMessage(), false);
  }

  private static Failure known(Throwable thrown) {
    if (thrown instanceof JobException e) {
      return new Failure(e.exitCode(), e.getMessage(), true);
    }
    if (thrown instanceof ConfigException) {
      return new Failure(ExitCode.USAGE, thrown.getMessage(), true);
    }
    if (thrown instanceof DataRefusedException || thrown instanceof WeightFileException) {
      return new Failure(ExitCode.REFUSED, thrown.getMessage(), true);
    }
    if (thrown instanceof OutcomeUnknownException) {
      return new Failure(ExitCode.UNKNOWN, thrown.getMessage(), true);
    }
    if (thrown instanceof FileNotFoundException || thrown instanceof NoSuchFileException) {
      return new Failure(ExitCode.REFUSED, "no such file: " + thrown.getMessage(), true);
    }
    if (thrown instanceof AnalysisException e) {
      return new Failure(ExitCode.REFUSED, firstLine(e.getMessage()), true);
    }
    if (thrown instanceof UncheckedIOException || thrown instanceof IOException) {
      return noSpace(thrown)
          ? new Failure(ExitCode.REFUSED, "no disk space: " + thrown.getMessage(), true)
          : null;
    }
    return null;
  }

  private static boolean noSpace(Throwable thrown) {
    return thrown.getMessage() != null && thrown.getMessage().contains("No space left on device");
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse(message);
  }

  private static List<Throwable> chain(Throwable thrown) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable t = thrown; t != null && !chain.contains(t); t = t.getCause()) {
      chain.add(t);
    }
    return chain;
  }
}
