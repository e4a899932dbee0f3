package io.engram.consolidation.learning;

import io.engram.adapters.training.FeatureRow;
import java.util.Collections;
import java.util.Iterator;
import java.util.function.Supplier;

/**
 * Unlabelled inputs of other tasks with the output of the frozen layers.
 *
 * @param fingerprint SHA-256 of what they are, or empty when there are none
 * @param rows reads them; keys are unlike those of the task that is learnt
 */
public record OldRows(String fingerprint, Supplier<Iterator<FeatureRow>> rows) {
  public static final OldRows NONE = new OldRows("", Collections::emptyIterator);
}
