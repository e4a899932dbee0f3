package io.engram.consolidation.strategy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What rows that name no task find it by. */
public enum RouterRule {
  /** The nearest class, by the statistics that every task has. */
  LDA,
  /**
   * Ridge regression on random features, sums of which are kept with every task besides. While a
   * task has none, the nearest class.
   */
  RANDOM_FEATURES,
  /** Sums are kept as well, and validation rows choose between the two. */
  AUTO;

  /** What settings leave unsaid: older programs could not say it. */
  static final class Usual {
    @Override
    public boolean equals(Object value) {
      return value == null || value == LDA;
    }

    @Override
    public int hashCode() {
      return 0;
    }
  }

  /** Whether tasks keep sums of random features. */
  public boolean keepsRandomFeatures() {
    return this != LDA;
  }

  /** As settings write it. */
  public String shortName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Short names, in their order. */
  public static List<String> shortNames() {
    return Arrays.stream(values()).map(RouterRule::shortName).toList();
  }

  /**
   * @throws IllegalArgumentException when there is no such rule
   */
  public static RouterRule of(String shortName) {
    return valueOf(shortName.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
