package io.engram.jobs.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The settings of a run. Precedence: command line, then the file of {@code --config}, then {@code
 * reference.conf}, which also says which keys exist and what type each has.
 */
public final class JobConfig {
  private static final String REFERENCE = "reference.conf";

  /** Sections whose keys belong to somebody else (a reader's options, Spark's settings). */
  private static final Set<String> OPEN_SECTIONS =
      Set.of("input.options", "learn.strategy-options", "spark.conf");

  /** Of these, the one whose values are numbers. */
  private static final String OF_NUMBERS = "learn.strategy-options";

  private final Config config;

  private JobConfig(Config config) {
    this.config = config;
  }

  /** The defaults. */
  public static JobConfig reference() {
    return new JobConfig(referenceConfig());
  }

  /**
   * The defaults overlaid with a user's settings.
   *
   * @param origin where the text comes from, for messages
   * @param hocon the settings
   * @throws ConfigException naming every unknown key and every value of a wrong type
   */
  public static JobConfig overlay(String origin, String hocon) {
    try {
      return overlay(
          origin,
          ConfigFactory.parseReader(new StringReader(hocon))
              .resolve(ConfigResolveOptions.noSystem()));
    } catch (com.typesafe.config.ConfigException e) {
      throw new ConfigException(origin, List.of(e.getMessage()));
    }
  }

  /**
   * The defaults overlaid with settings that were read before.
   *
   * @throws ConfigException as for a text
   */
  public static JobConfig overlay(String origin, Config user) {
    Config reference = referenceConfig();
    List<String> problems = new ArrayList<>();
    check("", user.root(), reference.root(), problems);
    if (!problems.isEmpty()) {
      throw new ConfigException(origin, problems);
    }
    return new JobConfig(user.withFallback(reference));
  }

  private static Config referenceConfig() {
    try (InputStream in = resource()) {
      return ConfigFactory.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8)).resolve();
    } catch (IOException e) {
      throw new UncheckedIOException("reference.conf in the program's jar cannot be read", e);
    }
  }

  private static InputStream resource() {
    InputStream in = JobConfig.class.getResourceAsStream("/io/engram/jobs/" + REFERENCE);
    if (in == null) {
      throw new IllegalStateException("the program's jar lacks " + REFERENCE);
    }
    return in;
  }

  private static void check(
      String path, ConfigObject user, ConfigObject reference, List<String> problems) {
    new TreeMap<>(user)
        .forEach(
            (key, value) -> {
              String at = path.isEmpty() ? key : path + "." + key;
              ConfigValue known = reference.get(key);
              if (known == null) {
                problems.add(unknown(at, value, reference));
              } else if (!OPEN_SECTIONS.contains(at)) {
                checkType(at, value, known, problems);
              } else if (at.equals(OF_NUMBERS) && value instanceof ConfigObject options) {
                new TreeMap<>(options)
                    .forEach((name, option) -> checkNumber(at + "." + name, option, problems));
              }
            });
  }

  private static void checkNumber(String at, ConfigValue value, List<String> problems) {
    if (!isNumber(value)) {
      problems.add(line(value) + at + " must be a number, got " + value.render());
    }
  }

  private static void checkType(
      String at, ConfigValue value, ConfigValue known, List<String> problems) {
    boolean section = known.valueType() == ConfigValueType.OBJECT;
    if (section && value.valueType() == ConfigValueType.OBJECT) {
      check(at, (ConfigObject) value, (ConfigObject) known, problems);
    } else if (section
        || value.valueType() == ConfigValueType.OBJECT
        || value.valueType() == ConfigValueType.LIST) {
      problems.add(line(value) + at + " must be " + (section ? "a section" : "one value"));
    } else if (!fits(value, known)) {
      problems.add(
          line(value)
              + at
              + " must be a "
              + known.valueType().name().toLowerCase(Locale.ROOT)
              + ", got "
              + value.render());
    }
  }

  /** Strings and keys without a default take any scalar. */
  private static boolean fits(ConfigValue value, ConfigValue known) {
    return switch (known.valueType()) {
      case NUMBER -> isNumber(value);
      case BOOLEAN -> String.valueOf(value.unwrapped()).matches("true|false");
      default -> true;
    };
  }

  private static boolean isNumber(ConfigValue value) {
    return String.valueOf(value.unwrapped()).matches("-?(\\d+\\.?\\d*|\\.\\d+)([eE]-?\\d+)?");
  }

  private static String unknown(String at, ConfigValue value, ConfigObject reference) {
    return line(value)
        + "unknown key "
        + at
        + "; this section has "
        + String.join(", ", new TreeMap<>(reference).keySet());
  }

  private static String line(ConfigValue value) {
    return value.origin().lineNumber() < 0 ? "" : "line " + value.origin().lineNumber() + ": ";
  }

  /** The value at a path as text; empty where the reference gives no default. */
  public Optional<String> value(String path) {
    return config.hasPath(path)
        ? Optional.of(String.valueOf(config.getAnyRef(path)))
        : Optional.empty();
  }

  /** The keys that a section of the reference has. */
  public Set<String> keys(String section) {
    return new TreeSet<>(referenceConfig().getObject(section).keySet());
  }

  /** The values of a section as text by key, e.g. {@code spark.conf}. */
  public Map<String, String> section(String path) {
    Map<String, String> values = new TreeMap<>();
    config
        .getConfig(path)
        .entrySet()
        .forEach(entry -> values.put(unquoted(entry.getKey()), text(entry.getValue())));
    return values;
  }

  private static String text(ConfigValue value) {
    return String.valueOf(value.unwrapped());
  }

  private static String unquoted(String key) {
    return key.replace("\"", "");
  }
}
