package io.engram.jobs.service;

import io.engram.consolidation.store.ModelReference;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The versions of a model in the lake. Needs no Spark session. */
public interface ModelCatalog {

  /** All versions, oldest first. */
  List<Version> list(String model);

  /** Everything a version's record says, as JSON-like values in reading order. */
  Map<String, Object> show(ModelReference model);

  /** Writes one version as a folder that stands alone. */
  void export(ModelReference model, String target);

  /** Checks every file of a version against its checksum; returns how many. */
  long verify(ModelReference model);

  /** Names of versions. */
  SortedMap<String, Long> aliases(String model);

  /** Gives a version a name, or moves the name. */
  void alias(ModelReference model, String name);

  /**
   * One line of the list.
   *
   * @param version number
   * @param task task that was learnt with it
   * @param slot slot the task went to
   * @param scores transferability score by slot; empty when no slot had to be chosen
   * @param accuracy accuracy on the task's test rows; NaN when unknown
   * @param createdAt UTC, ISO 8601
   * @param aliases names of the version
   */
  record Version(
      long version,
      String task,
      int slot,
      SortedMap<Integer, Double> scores,
      double accuracy,
      String createdAt,
      List<String> aliases) {

    public Version {
      scores = Collections.unmodifiableSortedMap(new TreeMap<>(scores));
      aliases = List.copyOf(aliases);
    }
  }
}
