package io.engram.consolidation.gate;

import io.engram.consolidation.evaluation.AccuracyMatrix;
import io.engram.consolidation.gate.GateFinding.Check;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges a version by its accuracies against those of the version in production.
 *
 * <ul>
 *   <li>A task that production lacks, or that was learnt again since, is held to the floor, however
 *       many versions ago it came: one that was kept out does not slip in with the next. An
 *       accuracy that was not measured does not reach a floor.
 *   <li>Every other task is held to the ceiling. Where production has no accuracy there is nothing
 *       to lose; where only the new version has none, the loss cannot be known and the rule is not
 *       kept.
 *   <li>A task that only production has (it was erased) is held to nothing.
 * </ul>
 */
public final class Gate {
  /** Differences of exact shares such as 0.9 - 0.88 are not exact. */
  private static final double ROUNDING = 1e-9;

  private Gate() {}

  /**
   * @param matrix accuracies of the version in question, its last row counts
   */
  public static GateVerdict judge(GateRules rules, Production production, AccuracyMatrix matrix) {
    List<GateFinding> findings = new ArrayList<>();
    for (String task : matrix.tasks()) {
      Double now = newest(matrix, task);
      if (isNew(task, production)) {
        if (rules.minAccuracy() != null) {
          findings.add(floor(task, now, rules.minAccuracy()));
        }
      } else if (rules.maxForgetting() != null && newest(production.matrix(), task) != null) {
        findings.add(ceiling(task, newest(production.matrix(), task), now, rules.maxForgetting()));
      }
    }
    boolean passed = findings.stream().allMatch(GateFinding::passed);
    return new GateVerdict(passed, rules, production.version(), production.move(), findings);
  }

  private static boolean isNew(String task, Production production) {
    return production.learntSince().contains(task) || !production.matrix().tasks().contains(task);
  }

  private static GateFinding floor(String task, Double now, double limit) {
    boolean passed = now != null && now >= limit - ROUNDING;
    return new GateFinding(task, Check.FLOOR, null, now, limit, passed);
  }

  private static GateFinding ceiling(String task, Double before, Double now, double limit) {
    boolean passed = now != null && before - now <= limit + ROUNDING;
    return new GateFinding(task, Check.CEILING, before, now, limit, passed);
  }

  private static Double newest(AccuracyMatrix matrix, String task) {
    int column = matrix.tasks().indexOf(task);
    return column < 0 ? null : matrix.cell(matrix.size() - 1, column);
  }
}
