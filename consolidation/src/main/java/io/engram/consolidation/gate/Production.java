package io.engram.consolidation.gate;

import io.engram.consolidation.evaluation.AccuracyMatrix;
import java.util.Objects;
import java.util.Set;

/**
 * What a version is judged against.
 *
 * @param version that {@code production} names; 0: it names none yet
 * @param move number of the alias's newest move; 0: there is none
 * @param matrix accuracies in the record of that version
 * @param learntSince tasks that were learnt, or learnt again, after that version
 */
public record Production(long version, long move, AccuracyMatrix matrix, Set<String> learntSince) {

  public Production {
    Objects.requireNonNull(matrix, "matrix");
    learntSince = Set.copyOf(learntSince);
    if (version < 0 || move < 0) {
      throw new IllegalArgumentException("version " + version + ", move " + move);
    }
  }

  /** No version is in production yet. */
  public static Production none() {
    return new Production(0, 0, AccuracyMatrix.empty(), Set.of());
  }
}
