package io.engram.consolidation.learning;

import io.engram.adapters.training.FeatureRow;
import java.util.Collections;
import java.util.Iterator;
import java.util.function.Supplier;

/**
 * Kept rows of other tasks with the output of the frozen layers.
 *
 * @param fingerprint SHA-256 of what they are, or empty when there are none
 * @param rows reads them; a key is {@link #key}, a label counts the classes of that task and is -1
 *     where classes are not kept
 */
public record OldRows(String fingerprint, Supplier<Iterator<FeatureRow>> rows) {
  public static final OldRows NONE = new OldRows("", Collections::emptyIterator);

  /**
   * Key of a kept row among rows of other tasks and of a new one. A task id has no slash; two of
   * them, for the key of a new row may be that of two columns, {@code a/b}.
   */
  public static String key(String task, String key) {
    return task + "//" + key;
  }

  /** The task of a kept row. */
  static String task(FeatureRow row) {
    return row.key().substring(0, row.key().indexOf('/'));
  }
}
