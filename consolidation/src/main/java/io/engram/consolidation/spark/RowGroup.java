package io.engram.consolidation.spark;

import java.io.Serializable;
import java.util.List;

/**
 * Rows of which the same is to be said.
 *
 * @param reason what
 * @param rows how many
 * @param examples names of a few of them, the first in their order
 */
public record RowGroup(String reason, long rows, List<String> examples) implements Serializable {
  public RowGroup {
    examples = List.copyOf(examples);
  }
}
