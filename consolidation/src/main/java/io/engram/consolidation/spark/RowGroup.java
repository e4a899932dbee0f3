package io.engram.consolidation.spark;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;

/**
 * Rows of which the same is to be said.
 *
 * @param reason what
 * @param rows how many
 * @param examples names of a few of them, the first in the order of strings
 */
public record RowGroup(String reason, long rows, List<String> examples) implements Serializable {
  private static final int EXAMPLES = 3;

  public RowGroup {
    examples = List.copyOf(examples);
  }

  /** These rows and others of the same reason. */
  RowGroup plus(RowGroup more) {
    return new RowGroup(
        reason,
        rows + more.rows,
        Stream.concat(examples.stream(), more.examples.stream())
            .sorted()
            .distinct()
            .limit(EXAMPLES)
            .toList());
  }
}
