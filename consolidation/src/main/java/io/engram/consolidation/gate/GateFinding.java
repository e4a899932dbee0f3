package io.engram.consolidation.gate;

import java.util.Locale;
import java.util.Objects;

/**
 * One comparison.
 *
 * @param task whose accuracy it is
 * @param check what was asked
 * @param production accuracy in the version that {@code production} named; null where it has none
 * @param accuracy accuracy in the version that was judged; null when it was not measured
 * @param limit the rule's value
 * @param passed whether the rule is kept
 */
public record GateFinding(
    String task, Check check, Double production, Double accuracy, double limit, boolean passed) {

  /** What is asked of a task. */
  public enum Check {
    /** Accuracy of a task that is new to {@code production}. */
    FLOOR,
    /** Loss of a task that {@code production} has too. */
    CEILING
  }

  public GateFinding {
    Objects.requireNonNull(task, "task");
    Objects.requireNonNull(check, "check");
  }

  /** Accuracy lost against {@code production}; null when one of the two is not known. */
  public Double loss() {
    return production == null || accuracy == null ? null : (Double) (production - accuracy);
  }

  /** The comparison in one sentence, with its values. */
  public String message() {
    return check == Check.FLOOR ? floor() : ceiling();
  }

  private String floor() {
    if (accuracy == null) {
      return "the accuracy of task "
          + task
          + " was not measured (its table has no test rows), at least "
          + percent(limit)
          + " is asked for; give the table rows whose split is test";
    }
    return "task "
        + task
        + " has an accuracy of "
        + percent(accuracy)
        + (passed ? ", at least " : ", below the ")
        + percent(limit)
        + (passed ? " is asked for" : " asked for");
  }

  private String ceiling() {
    if (accuracy == null) {
      return "the accuracy of task "
          + task
          + " was "
          + percent(production)
          + " in production and cannot be measured now: its test rows are gone or changed; bring"
          + " them back, or accept the version by hand";
    }
    return "task "
        + task
        + (loss() > 0 ? " loses " : " gains ")
        + points(Math.abs(loss()))
        + " ("
        + percent(production)
        + " in production, "
        + percent(accuracy)
        + " now), at most "
        + points(limit)
        + (passed ? " may be lost" : " are allowed");
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * share);
  }

  private static String points(double share) {
    return String.format(Locale.ROOT, "%.2f points", 100 * share);
  }
}
