package io.engram.consolidation.task;

import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What credentials look like in names of settings and in texts. */
public final class SecretText {
  /** What stands in place of one. */
  public static final String HIDDEN = "***";

  // The words that end in "pass" and "cred" and are no credentials stand before them.
  private static final String WORDS =
      "passw(?:or)?d|pass[._-]?(?:phrase|code|key)|pswd|pwd|(?<![a-z])pw(?![a-z])"
          + "|(?<!ask|com|by|tres|sur|over|under|low|high|band)pass(?![a-z])"
          + "|(?<!sa)creds?(?![a-z])|credential|secret|token|jwt|cookie"
          + "|auth(?!entication|ors?(?![a-z]))|signature|jaas"
          + "|sas(?![a-z])|(?<![a-z])sig(?![a-z])|(?<![a-z])pat(?![a-z])|connection[._-]?string"
          + "|(?:access|account|private|api|shared|encryption|master|signing|storage)[._-]?key"
          + "|(?<=[._-])key(?![\\w.-])";
  private static final Pattern NAME = Pattern.compile(WORDS, Pattern.CASE_INSENSITIVE);
  // URI user info: up to the last @ before the path.
  private static final Pattern USER_INFO =
      Pattern.compile("(?<=://)[^/@:\\s\"'<>]*:([^/\\s\"'<>]*)@");
  // name=value, name="a value" and, as JSON has it, "name": "a value".
  private static final Pattern SETTING =
      Pattern.compile(
          "(?:"
              + WORDS
              + ")[\\w.-]*(?:[\"']?\\s*=\\s*|[\"']\\s*:\\s*)"
              + "(?:\"([^\"]+)\"|'([^']+)'|([^\\s\"'&;,<>)}\\]]+))",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern BEARER =
      Pattern.compile(
          "\\b(?:authorization\\s*[:=]\\s*(?:\\w+\\s+)?|bearer\\s+)([\\w.~+/=-]{8,})",
          Pattern.CASE_INSENSITIVE);
  private static final List<Pattern> ALL = List.of(USER_INFO, BEARER, SETTING);

  private SecretText() {}

  /** Whether a setting of that name holds a credential. */
  public static boolean isSecretName(String name) {
    return NAME.matcher(name).find();
  }

  /**
   * A text in which passwords of URIs ({@code scheme://user:password@host}) and values of settings
   * whose name says so ({@code secret.key=value}, quoted values too) and of {@code Authorization}
   * headers are hidden.
   */
  public static String hide(String text) {
    String hidden = text;
    for (Pattern pattern : ALL) {
      hidden = hide(pattern, hidden);
    }
    return hidden;
  }

  private static String hide(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    StringBuilder hidden = new StringBuilder();
    int from = 0;
    while (found.find()) {
      int value = value(found);
      hidden.append(text, from, found.start(value)).append(HIDDEN);
      from = found.end(value);
    }
    return hidden.append(text, from, text.length()).toString();
  }

  /** A URI without {@code user:password@}. */
  public static String withoutUserInfo(String uri) {
    return USER_INFO.matcher(uri).replaceFirst("");
  }

  /** The values that {@link #hide} hides. */
  public static void collect(String text, Collection<String> into) {
    for (Pattern pattern : ALL) {
      Matcher found = pattern.matcher(text);
      while (found.find()) {
        into.add(found.group(value(found)));
      }
    }
  }

  /** The group that holds the value. */
  private static int value(Matcher found) {
    int group = 1;
    while (found.start(group) < 0) {
      group++;
    }
    return group;
  }
}
