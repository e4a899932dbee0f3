package io.engram.consolidation.task;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * Name of a task: safe in paths, columns and on the command line.
 *
 * @param value matches {@code [a-z0-9][a-z0-9._-]{0,63}}
 */
public record TaskId(@JsonValue String value) implements Comparable<TaskId> {
  private static final Pattern PATTERN = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
  private static final int SHOWN = 80;

  @JsonCreator
  public TaskId {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "task id "
              + quoted(value)
              + " is not valid: use 1 to 64 lower-case letters, digits, '.', '_' or '-', beginning"
              + " with a letter or digit");
    }
  }

  /** Whether this could be the name of a task. */
  public static boolean isValid(String value) {
    return value != null && PATTERN.matcher(value).matches();
  }

  @Override
  public int compareTo(TaskId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }

  private static String quoted(String value) {
    if (value == null) {
      return "null";
    }
    String shown = value.length() > SHOWN ? value.substring(0, SHOWN) + "..." : value;
    return '\'' + shown.replaceAll("\\p{Cntrl}", "?") + '\'';
  }
}
