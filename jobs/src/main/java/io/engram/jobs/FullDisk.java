package io.engram.jobs;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A disk that is full, told in one line out of whatever wrapped it. */
final class FullDisk {
  private static final String NO_SPACE = "No space left on device";

  /** A path or address, not one inside a word. */
  private static final Pattern ADDRESS =
      Pattern.compile("(?<![\\w.])(?:[a-z][a-z0-9+.-]*:)?/[^\\s'\",;:]+");

  private FullDisk() {}

  static boolean says(Throwable thrown) {
    return thrown.getMessage() != null && thrown.getMessage().contains(NO_SPACE);
  }

  /**
   * @param chain of causes, outermost first; the innermost place that is named is taken
   */
  static String message(List<Throwable> chain) {
    String place = "";
    for (Throwable link : chain) {
      Matcher address = ADDRESS.matcher(firstLine(link));
      if (address.find()) {
        place = " at " + address.group().replaceAll("\\.$", "");
      }
    }
    return NO_SPACE + place + ". Make room there and run the same again: the model is as it was";
  }

  private static String firstLine(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null ? "" : message.lines().findFirst().orElse("");
  }
}
