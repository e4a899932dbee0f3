package io.engram.consolidation.task;

import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What credentials look like in names of settings and in texts. */
public final class SecretText {
  /** What stands in place of one. */
  public static final String HIDDEN = "***";

  private static final String WORDS =
      "passw(?:or)?d|pwd|secret|token|credential|auth(?!entication|ors?\\b)|signature|sas(?![a-z])|(?<![a-z])sig(?![a-z])"
          + "|(?:access|account|private|api|shared)[._-]?key";
  private static final Pattern NAME = Pattern.compile(WORDS, Pattern.CASE_INSENSITIVE);
  // URI user info: up to the last @ before the path.
  private static final Pattern USER_INFO =
      Pattern.compile("(?<=://)[^/@:\\s\"'<>]*:([^/\\s\"'<>]*)@");
  private static final Pattern SETTING =
      Pattern.compile(
          "(?:" + WORDS + ")[\\w.-]*\\s*=\\s*([^\\s\"'&;,<>)}\\]]+)", Pattern.CASE_INSENSITIVE);

  private SecretText() {}

  /** Whether a setting of that name holds a credential. */
  public static boolean isSecretName(String name) {
    return NAME.matcher(name).find();
  }

  /**
   * A text in which passwords of URIs ({@code scheme://user:password@host}) and values of settings
   * whose name says so ({@code secret.key=value}) are hidden.
   */
  public static String hide(String text) {
    return hide(SETTING, hide(USER_INFO, text));
  }

  private static String hide(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    StringBuilder hidden = new StringBuilder();
    int from = 0;
    while (found.find()) {
      hidden.append(text, from, found.start(1)).append(HIDDEN);
      from = found.end(1);
    }
    return hidden.append(text, from, text.length()).toString();
  }

  /** The values that {@link #hide} hides. */
  public static void collect(String text, Collection<String> into) {
    for (Pattern pattern : new Pattern[] {USER_INFO, SETTING}) {
      Matcher found = pattern.matcher(text);
      while (found.find()) {
        into.add(found.group(1));
      }
    }
  }
}
