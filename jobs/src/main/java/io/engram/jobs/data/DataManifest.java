package io.engram.jobs.data;

import io.engram.transformers.lake.LakeFile;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a prepared data set was made of and what was written: {@code LAKE/data/NAME.json}.
 *
 * @param name of the data set, e.g. {@code wordnet}
 * @param sources files that were read, by name, with length and SHA-256
 * @param settings of the cut, by name
 * @param tables written, in their order
 */
public record DataManifest(
    String name, List<LakeFile> sources, SortedMap<String, String> settings, List<Table> tables) {

  /**
   * @param folder below the lake
   * @param rows number of rows
   * @param fingerprint of all rows in whatever order
   */
  public record Table(String folder, long rows, String fingerprint) {}

  public DataManifest {
    sources = List.copyOf(sources);
    settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    tables = List.copyOf(tables);
  }
}
