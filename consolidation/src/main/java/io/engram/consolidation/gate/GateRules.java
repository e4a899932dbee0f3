package io.engram.consolidation.gate;

/**
 * What a version has to reach, and whether it then becomes {@code production}.
 *
 * @param minAccuracy floor for every task that {@code production} does not have as it is now, a
 *     share in [0, 1]; null: none
 * @param maxForgetting ceiling for the accuracy that any other task loses against {@code
 *     production}, a share in [0, 1]; null: none
 * @param promote whether a version that passes becomes {@code production}
 */
public record GateRules(Double minAccuracy, Double maxForgetting, boolean promote) {
  /** Nobody asked for a gate: nothing is judged, nothing moves. */
  public static final GateRules NONE = new GateRules(null, null, false);

  public GateRules {
    requireShare(minAccuracy, "minAccuracy");
    requireShare(maxForgetting, "maxForgetting");
  }

  private static void requireShare(Double value, String name) {
    if (value != null && !isShare(value)) {
      throw new IllegalArgumentException(name + " must be between 0 and 1, got " + value);
    }
  }

  /** Whether a limit can be meant; NaN cannot. */
  public static boolean isShare(double value) {
    return value >= 0 && value <= 1;
  }

  /** Whether there is anything to do. */
  public boolean asked() {
    return promote || minAccuracy != null || maxForgetting != null;
  }
}
