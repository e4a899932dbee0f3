package io.engram.jobs.service;

import io.engram.consolidation.comparison.VersionDiff;
import io.engram.consolidation.store.AliasRecord;
import io.engram.consolidation.store.ModelReference;
import io.engram.consolidation.store.Verification;
import io.engram.consolidation.store.VersionRecord;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The versions of a model in the lake. Needs no Spark session. */
public interface ModelCatalog {

  /** All versions, and those whose record was lost. */
  Listed list(String model);

  /** Everything about one version. */
  Shown show(ModelReference model);

  /** Writes one version as a folder that stands alone. */
  void export(ModelReference model, String target);

  /** Checks every file of one version, or of all and every record where none is named. */
  Verification verify(ModelReference model);

  /**
   * What differs between two versions.
   *
   * @param from whose root is that of {@code to}
   */
  VersionDiff diff(ModelReference from, ModelReference to);

  /** What every alias means now, by name. */
  SortedMap<String, AliasRecord> aliases(String model);

  /** Every move of an alias, oldest first. */
  List<AliasRecord> moves(String model, String name);

  /**
   * Gives a version a name, or moves the name, if nobody else moves it meanwhile.
   *
   * @param reason for people; may be null
   */
  AliasMove alias(ModelReference model, String name, String reason);

  /** Moves a name back to the version that it named before the one it names now. */
  AliasMove aliasBack(String model, String name, String reason);

  /**
   * A move that was made.
   *
   * @param before what the name meant; empty: it is new
   * @param now what it means
   */
  record AliasMove(Optional<AliasRecord> before, AliasRecord now) {}

  /**
   * The versions of a model.
   *
   * @param versions oldest first
   * @param lost numbers whose record was there and is gone, though no clean-up took it; ascending
   */
  record Listed(List<Version> versions, List<Long> lost) {
    public Listed {
      versions = List.copyOf(versions);
      lost = List.copyOf(lost);
    }
  }

  /**
   * One version in full.
   *
   * @param record its record
   * @param aliases its names
   * @param bytes of all its files, the backbone included
   * @param added of these, what no earlier version has
   */
  record Shown(VersionRecord record, List<String> aliases, long bytes, long added) {
    public Shown {
      aliases = List.copyOf(aliases);
    }
  }

  /**
   * One line of the list.
   *
   * @param version number
   * @param task task that was learnt with it; empty when none was
   * @param change what was done where no task was learnt (rollback to 2, erase); empty else
   * @param slot slot the task went to
   * @param scores transferability score by slot; empty when no slot had to be chosen
   * @param accuracy accuracy on the task's test rows; NaN when unknown
   * @param addedBytes what no earlier version has, the backbone included
   * @param gate whether it passed the gate; empty when none was asked for
   * @param createdAt UTC, ISO 8601
   * @param aliases names of the version
   */
  record Version(
      long version,
      String task,
      String change,
      int slot,
      SortedMap<Integer, Double> scores,
      double accuracy,
      long addedBytes,
      Optional<Boolean> gate,
      String createdAt,
      List<String> aliases) {

    public Version {
      scores = Collections.unmodifiableSortedMap(new TreeMap<>(scores));
      aliases = List.copyOf(aliases);
    }
  }
}
