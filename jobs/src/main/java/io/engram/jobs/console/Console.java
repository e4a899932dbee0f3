package io.engram.jobs.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.engram.jobs.redaction.Redactor;
import java.io.PrintStream;
import java.util.Map;

/**
 * The two streams of a run. What goes through its methods is redacted and {@link Printable}.
 *
 * @param out results, and nothing else
 * @param err messages and progress
 * @param progressStyle how progress is shown
 * @param redactor hides credentials
 */
public record Console(
    PrintStream out, PrintStream err, ProgressStyle progressStyle, Redactor redactor) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Hides what looks like a credential. */
  public Console(PrintStream out, PrintStream err, ProgressStyle progressStyle) {
    this(out, err, progressStyle, Redactor.bySight());
  }

  /** The same streams, with a redactor that knows the run's credentials. */
  public Console with(Redactor knowing) {
    return new Console(out, err, progressStyle, knowing);
  }

  /** The same streams, with another display of progress. */
  public Console with(ProgressStyle other) {
    return new Console(out, err, other, redactor);
  }

  /** Prints a result for people. */
  public void result(String text) {
    out.println(Printable.text(redactor.apply(text)));
  }

  /** Prints a result for programs: one JSON object on one line. */
  public void json(Map<String, Object> object) {
    try {
      out.println(Printable.json(JSON.writeValueAsString(redactor.tree(object))));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("result is not JSON: " + object, e);
    }
  }

  /** Says what is going on. */
  public void say(String message) {
    err.println(Printable.text(redactor.apply(message)));
  }

  /** A new display of progress. */
  public Progress progress() {
    return switch (progressStyle) {
      case BAR -> new BarProgress(err);
      case LINES -> new LineProgress(err);
      case NONE -> Progress.SILENT;
    };
  }
}
