package io.engram.jobs.redaction;

import io.engram.consolidation.task.SecretText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Hides credentials in a text: the values that this run was given under a name that says so, by
 * command line, environment, settings file or system property, wherever they appear; and whatever
 * looks like a credential ({@link SecretText}). A name also says so if {@code
 * spark.redaction.regex} finds something in it.
 */
public final class Redactor implements UnaryOperator<String> {
  /** Shorter ones, and those below, are hidden beside their names only: they are words. */
  private static final int MIN_LENGTH = 5;

  private static final Pattern PLAIN_WORD =
      Pattern.compile("true|false|simple|kerberos|[0-9.]{1,6}|(?:[a-z]\\w*\\.)+[A-Z]\\w*");
  private static final Set<String> FOLDERS = Set.of("PWD", "OLDPWD");
  private static final Pattern LINE = Pattern.compile("([\\w.-]+)\"?\\s*[=:]\\s*\"?([^\"\\r\\n]+)");
  private static final String SPARK_REGEX = "spark.redaction.regex";

  private final List<String> secrets;

  private Redactor(Collection<String> secrets) {
    this.secrets = new ArrayList<>(secrets);
    // A secret that contains another one first.
    this.secrets.sort(Comparator.comparingInt(String::length).reversed());
  }

  /** Hides only what looks like a credential. */
  public static Redactor bySight() {
    return new Redactor(List.of());
  }

  /**
   * Hadoop's settings files on the class path are looked at without being given.
   *
   * @param words of the command line
   * @param environment environment variables; system properties are looked at without being given
   * @param settings text of the settings file, empty without one
   */
  public static Redactor of(List<String> words, Map<String, String> environment, String settings) {
    Map<String, String> given = HadoopFiles.settings();
    given.putAll(environment);
    for (String name : System.getProperties().stringPropertyNames()) {
      given.put(name, System.getProperty(name, ""));
    }
    Pattern spark = sparkRegex(words, given, settings);
    Set<String> found = new TreeSet<>();
    for (String word : words) {
      SecretText.collect(word, found);
      // --option=KEY=VALUE, --option KEY=VALUE
      String setting = word.startsWith("--") ? word.substring(word.indexOf('=') + 1) : word;
      int at = setting.indexOf('=');
      if (at > 0) {
        add(setting.substring(0, at), setting.substring(at + 1), spark, found);
      }
    }
    given.forEach((name, value) -> add(name, value, spark, found));
    for (Matcher line = LINE.matcher(settings); line.find(); ) {
      add(line.group(1), line.group(2).strip(), spark, found);
    }
    found.removeIf(
        value ->
            value.length() < MIN_LENGTH
                || value.equals(SecretText.HIDDEN)
                || PLAIN_WORD.matcher(value).matches());
    return new Redactor(found);
  }

  private static Pattern sparkRegex(
      List<String> words, Map<String, String> environment, String settings) {
    String regex = environment.get(SPARK_REGEX);
    for (String word : words) {
      int at = word.indexOf(SPARK_REGEX + "=");
      regex = at < 0 ? regex : word.substring(at + SPARK_REGEX.length() + 1);
    }
    for (Matcher line = LINE.matcher(settings); line.find(); ) {
      regex = line.group(1).equals(SPARK_REGEX) ? line.group(2).strip() : regex;
    }
    try {
      return regex == null ? null : Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      // Spark says so.
      return null;
    }
  }

  private static void add(String name, String value, Pattern spark, Collection<String> into) {
    boolean named = SecretText.isSecretName(name) || (spark != null && spark.matcher(name).find());
    if (named && !FOLDERS.contains(name)) {
      into.add(value);
    }
    SecretText.collect(value, into);
  }

  @Override
  public String apply(String text) {
    if (text == null) {
      return null;
    }
    String hidden = text;
    for (String secret : secrets) {
      hidden = hidden.replace(secret, SecretText.HIDDEN);
    }
    return SecretText.hide(hidden);
  }

  /** The same object of JSON with every text in it redacted. */
  public Object tree(Object json) {
    if (json instanceof CharSequence text) {
      return apply(text.toString());
    }
    if (json instanceof Map<?, ?> map) {
      Map<Object, Object> redacted = new LinkedHashMap<>();
      map.forEach((key, value) -> redacted.put(key, tree(value)));
      return redacted;
    }
    if (json instanceof Collection<?> list) {
      return list.stream().map(this::tree).collect(ArrayList::new, List::add, List::addAll);
    }
    return json;
  }
}
