package io.engram.jobs.verb;

import io.engram.jobs.JobException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as people write them: 90s, 30m, 1h, 2d. */
final class Age {
  private static final Pattern AGE = Pattern.compile("([0-9]{1,6})(s|m|h|d)");

  private Age() {}

  /**
   * @throws JobException when it is none
   */
  static Duration of(String option, String text) {
    Matcher matcher = AGE.matcher(text);
    if (!matcher.matches()) {
      throw JobException.usage(option + " must be a number and s, m, h or d, got '" + text + "'");
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }
}
