package io.engram.jobs.console;

import java.util.regex.Pattern;

/**
 * What a terminal may be given of a text that somebody else wrote into the lake: a record holds any
 * character, and an escape sequence would speak to the terminal in the program's name.
 */
public final class Printable {
  // Characters that turn the direction of what is shown do as much harm as controls.
  private static final String TURNING = "[\\u202a-\\u202e\\u2066-\\u2069]";
  private static final Pattern IN_TEXT =
      Pattern.compile("\\r(?!\\n)|[\\p{Cc}&&[^\\r\\n\\t]]|" + TURNING);
  private static final Pattern IN_LINE = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]|" + TURNING);

  private Printable() {}

  /** A text of several lines; what is no visible character, line end or tab is a question mark. */
  public static String text(String text) {
    return IN_TEXT.matcher(text).replaceAll("?");
  }

  /** JSON on one line: what is no visible character is escaped, so that it means the same. */
  static String json(String json) {
    return IN_LINE
        .matcher(json)
        .replaceAll(found -> "\\\\u%04x".formatted((int) found.group().charAt(0)));
  }

  /** A name, a reason, a cell: as {@link #text}, and it stays on its line. */
  public static String line(String text) {
    return IN_LINE.matcher(text).replaceAll("?");
  }
}
