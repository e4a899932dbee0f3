package io.engram.consolidation.promotion;

import io.engram.consolidation.gate.GateVerdict;
import java.util.Locale;
import java.util.Objects;

/**
 * What came of a version at the gate.
 *
 * @param kind what happened
 * @param version the version in question, which is published whatever happened
 * @param production version that the alias names now; 0: none
 * @param verdict of the gate; null where it was not asked again
 * @param message for people, with the values and what to do
 */
public record PromotionOutcome(
    Kind kind, long version, long production, GateVerdict verdict, String message) {

  /** What happened. */
  public enum Kind {
    /** It is production now. */
    MOVED,
    /** Production is this version, or a later one, already. */
    STANDS,
    /** It passed, and production was not to move. */
    PASSED,
    /** A rule was not kept: production is as it was. */
    FAILED,
    /** Somebody moved production after this version was judged: their choice stands. */
    MOVED_SINCE,
    /** Somebody moved production just now: nothing was overwritten. */
    CONFLICT,
    /** Whether production moved cannot be known now; the same run again finds out. */
    UNKNOWN;

    /** How it is written where programs read it: {@code moved}, {@code moved-since}, ... */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The kind of a {@link #word}.
     *
     * @throws IllegalArgumentException if no kind is written so
     */
    public static Kind ofWord(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }

  public PromotionOutcome {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(message, "message");
  }
}
