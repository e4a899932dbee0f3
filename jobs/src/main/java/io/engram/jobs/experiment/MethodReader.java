package io.engram.jobs.experiment;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.engram.jobs.config.ConfigException;
import io.engram.jobs.config.JobConfig;
import io.engram.jobs.experiment.Experiment.Method;
import io.engram.jobs.experiment.Experiment.Point;
import io.engram.jobs.service.LearnSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads the methods of an experiment. A method's keys are those of section {@code learn} of the
 * configuration; they go before the experiment's own section {@code learn}, that before the
 * defaults.
 */
final class MethodReader {
  private static final String LEARN = "learn";

  /** Keys that say nothing of a method, or are the benchmark's own to set. */
  private static final Set<String> NOT_HERE =
      Set.of(
          "seed",
          "train-on",
          "replace",
          "scheduler-run",
          "min-accuracy",
          "max-forgetting",
          "promote",
          "feature-cache",
          "feature-cache-mb",
          "distillation-input");

  /** Decides nothing that a method learns. */
  private static final String ROUTER = "router";

  /** Keys that decide the features and where rows are routed, which all methods share. */
  private static final Set<String> OF_ALL_METHODS =
      Set.of("backbone", "from-layer", "max-length", "feature-precision", ROUTER);

  private static final Set<String> OF_METHOD =
      Set.of("name", "description", "complexity", "reference", "grid");

  private final ConfigObject shared;
  private final Function<JobConfig, LearnSettings> learn;
  private final List<String> problems;
  private LearnSettings common;

  private MethodReader(
      ConfigObject shared, Function<JobConfig, LearnSettings> learn, List<String> problems) {
    this.shared = shared;
    this.learn = learn;
    this.problems = problems;
  }

  static MethodReader of(
      FileSection root, Function<JobConfig, LearnSettings> learn, List<String> problems) {
    FileSection section = root.section(LEARN);
    Set<String> settings = without(JobConfig.reference().keys(LEARN), NOT_HERE);
    section.onlyKeys(settings);
    MethodReader reader = new MethodReader(only(settings, section.values()), learn, problems);
    point(reader, "learn", reader.shared, new TreeMap<>())
        .ifPresent(point -> reader.common = point.settings());
    return reader;
  }

  /** Settings of all methods. */
  LearnSettings common() {
    return common;
  }

  Method read(String name, FileSection method) {
    Set<String> settings = without(JobConfig.reference().keys(LEARN), NOT_HERE);
    settings.removeAll(OF_ALL_METHODS);
    Set<String> known = new TreeSet<>(settings);
    known.addAll(OF_METHOD);
    method.onlyKeys(known);
    FileSection grid = method.section("grid");
    grid.onlyKeys(settings);
    List<Point> points = new ArrayList<>();
    for (SortedMap<String, ConfigValue> chosen : points(grid)) {
      ConfigObject own = method.values();
      for (var value : chosen.entrySet()) {
        own = own.withValue(value.getKey(), value.getValue());
      }
      point(this, "method " + name, only(settings, own).withFallback(shared), texts(chosen))
          .ifPresent(points::add);
    }
    return new Method(
        name,
        method.text("description", name),
        (int) method.atLeast("complexity", 0, 0),
        method.flag("reference", false),
        points);
  }

  private static Optional<Point> point(
      MethodReader reader, String where, ConfigObject own, SortedMap<String, String> values) {
    try {
      JobConfig config = JobConfig.overlay(where, own.atKey(LEARN));
      LearnSettings settings = reader.learn.apply(config);
      List<String> wrong = settings.problems();
      wrong.forEach(problem -> reader.problem(where + ": " + problem.replaceFirst("^--", "")));
      SortedMap<String, String> resolved = new TreeMap<>(config.section(LEARN));
      resolved.keySet().removeAll(NOT_HERE);
      resolved.remove(ROUTER);
      return wrong.isEmpty()
          ? Optional.of(new Point(values, settings, resolved))
          : Optional.empty();
    } catch (ConfigException e) {
      e.problems().forEach(problem -> reader.problem(where + ": " + problem));
      return Optional.empty();
    }
  }

  // The points of a grid share most of their settings, and what is wrong with them.
  private void problem(String text) {
    if (!problems.contains(text)) {
      problems.add(text);
    }
  }

  /** Every combination; one empty point without a grid. */
  private List<SortedMap<String, ConfigValue>> points(FileSection grid) {
    List<SortedMap<String, ConfigValue>> points = List.of(new TreeMap<>());
    for (String key : new TreeSet<>(grid.values().keySet())) {
      List<ConfigValue> values = grid.list(key);
      if (values.isEmpty()) {
        problem(grid.at(key) + "grid of " + key + " is empty");
        continue;
      }
      points =
          points.stream()
              .flatMap(point -> values.stream().map(value -> with(point, key, value)))
              .collect(Collectors.toList());
    }
    return points;
  }

  private static SortedMap<String, ConfigValue> with(
      SortedMap<String, ConfigValue> point, String key, ConfigValue value) {
    SortedMap<String, ConfigValue> more = new TreeMap<>(point);
    more.put(key, value);
    return more;
  }

  private static SortedMap<String, String> texts(SortedMap<String, ConfigValue> chosen) {
    SortedMap<String, String> texts = new TreeMap<>();
    chosen.forEach((key, value) -> texts.put(key, String.valueOf(value.unwrapped())));
    return texts;
  }

  // Other keys have been said to be unknown.
  private static ConfigObject only(Set<String> keys, ConfigObject values) {
    ConfigObject known = values;
    for (String key : values.keySet()) {
      known = keys.contains(key) ? known : (ConfigObject) known.withoutKey(key);
    }
    return known;
  }

  private static Set<String> without(Set<String> keys, Set<String> left) {
    return keys.stream()
        .filter(key -> !left.contains(key))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
