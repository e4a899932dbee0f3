package io.engram.jobs.experiment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What every cell of a run rests on, whatever its method: {@code experiment.json}. Seeds, orders
 * and methods are not part of it: more of them can be run later in the same folder.
 *
 * @param experiment its name
 * @param settings by name, resolved
 * @param rows SHA-256 of the rows of each task
 */
public record RunFacts(
    String experiment, SortedMap<String, String> settings, SortedMap<String, String> rows) {

  public RunFacts {
    settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    rows = Collections.unmodifiableSortedMap(new TreeMap<>(rows));
  }

  /** What another run rests on differently, one line each; empty when nothing. */
  List<String> differences(RunFacts asked) {
    List<String> differences = new ArrayList<>();
    if (!experiment.equals(asked.experiment)) {
      differences.add("experiment is " + experiment + " there, " + asked.experiment + " here");
    }
    differences.addAll(differences(settings, asked.settings, ""));
    differences.addAll(differences(rows, asked.rows, "rows of task "));
    return differences;
  }

  static List<String> differences(
      SortedMap<String, String> there, SortedMap<String, String> here, String what) {
    List<String> differences = new ArrayList<>();
    TreeSet<String> keys = new TreeSet<>(there.keySet());
    keys.addAll(here.keySet());
    for (String key : keys) {
      if (!there.getOrDefault(key, "").equals(here.getOrDefault(key, ""))) {
        differences.add(
            what
                + key
                + ": "
                + named(there.get(key))
                + " there, "
                + named(here.get(key))
                + " here");
      }
    }
    return differences;
  }

  private static String named(String value) {
    return value == null ? "nothing" : value;
  }
}
