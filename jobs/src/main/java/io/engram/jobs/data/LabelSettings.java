package io.engram.jobs.data;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a multi-label table is cut.
 *
 * @param name of the data set; task ids begin with it
 * @param minRows a label that fewer rows have, or that fewer have not, is no task
 * @param rowsPerClass rows of a task that have the label at most, all splits together
 */
public record LabelSettings(String name, int minRows, int rowsPerClass) {

  /** What the manifest notes. */
  public SortedMap<String, String> noted() {
    return new TreeMap<>(
        Map.of(
            "min-rows", String.valueOf(minRows), "rows-per-class", String.valueOf(rowsPerClass)));
  }
}
