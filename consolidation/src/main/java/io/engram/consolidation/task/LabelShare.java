package io.engram.consolidation.task;

/**
 * A label of a multi-label table that a task of two classes asks for, and how frequent it really
 * is. The task's rows are balanced by sub-sampling, so that its counts do not tell.
 *
 * @param label class of the rows that have it
 * @param share of the rows of the whole table that have it, inside (0, 1)
 */
public record LabelShare(String label, double share) {
  public LabelShare {
    if (label == null || label.isEmpty() || !(share > 0 && share < 1)) {
      throw new IllegalArgumentException(
          "a label needs a name and a share inside (0, 1), got '" + label + "' and " + share);
    }
  }
}
