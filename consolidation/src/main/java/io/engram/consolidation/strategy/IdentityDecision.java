package io.engram.consolidation.strategy;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.engram.consolidation.closedform.PairedDifference;

/**
 * Whether a task takes a slot: what was compared on its validation rows, and what came of it.
 *
 * @param probe accuracy of the linear probe; NaN without validation rows
 * @param lda accuracy of linear discriminant analysis; NaN without validation rows
 * @param frozen the better of the two: {@code probe} or {@code lda}
 * @param adapter what the task's adapter adds to it; null when none was trained
 * @param validationRows rows that decided
 */
public record IdentityDecision(
    double probe, double lda, String frozen, AdapterGain adapter, long validationRows) {

  /**
   * The adapter against the better frozen head, row by row.
   *
   * @param accuracy of the adapter
   * @param difference its accuracy less the frozen head's
   * @param standardError of the paired difference, see {@link PairedDifference}
   * @param kept whether the difference is more than one standard error
   */
  public record AdapterGain(
      double accuracy, double difference, double standardError, boolean kept) {
    static AdapterGain of(double accuracy, PairedDifference difference) {
      return new AdapterGain(
          accuracy, difference.mean(), difference.standardError(), difference.firstIsBetter());
    }
  }

  /** Whether the plain backbone serves the task. Without validation rows an adapter is kept. */
  @JsonProperty
  public boolean identity() {
    return adapter == null || (validationRows > 0 && !adapter.kept());
  }
}
