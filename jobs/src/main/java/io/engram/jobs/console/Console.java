package io.engram.jobs.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.util.Map;

/**
 * The two streams of a run.
 *
 * @param out results, and nothing else
 * @param err messages and progress
 * @param progressStyle how progress is shown
 */
public record Console(PrintStream out, PrintStream err, ProgressStyle progressStyle) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Prints a result for people. */
  public void result(String text) {
    out.println(text);
  }

  /** Prints a result for programs: one JSON object on one line. */
  public void json(Map<String, Object> object) {
    try {
      out.println(JSON.writeValueAsString(object));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("result is not JSON: " + object, e);
    }
  }

  /** Says what is going on. */
  public void say(String message) {
    err.println(message);
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
