package io.engram.consolidation.evaluation;

import java.util.Collections;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How well sets of labels are told; every figure is a function of what was counted for each label.
 *
 * @param labels by name
 */
public record LabelMetrics(SortedMap<String, Label> labels) {

  /**
   * @param counts with a label said where its probability is above one half
   * @param averagePrecision of the ranking by probability; null when no row has the label
   */
  public record Label(LabelCounts counts, Double averagePrecision) {}

  public LabelMetrics {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }

  /** F1 of all decisions, whatever their label. */
  public double microF1() {
    return labels.values().stream()
        .map(Label::counts)
        .reduce(LabelCounts.NONE, LabelCounts::merge)
        .f1();
  }

  /** Mean of the labels' F1; 0 for a label that is nowhere. */
  public double macroF1() {
    return labels.values().stream().mapToDouble(label -> label.counts().f1()).average().orElse(0);
  }

  /** Mean of the labels' average precision, of those that some row has; null when there is none. */
  public Double macroAveragePrecision() {
    OptionalDouble mean =
        labels.values().stream()
            .map(Label::averagePrecision)
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .average();
    return mean.isPresent() ? (Double) mean.getAsDouble() : null;
  }
}
