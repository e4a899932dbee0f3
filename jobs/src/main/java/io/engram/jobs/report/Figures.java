package io.engram.jobs.report;

import java.util.Locale;
import java.util.OptionalDouble;

/** How numbers are written in every report. */
final class Figures {
  private Figures() {}

  /** A share as per cent with one decimal; a dash when unknown. */
  static String percent(double share) {
    return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.1f", 100 * share);
  }

  static String percent(OptionalDouble share) {
    return percent(share.orElse(Double.NaN));
  }

  static String decimals(double value, int digits) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  /** A count with separators: 1,234,567. */
  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** What JSON can hold: null in place of NaN. */
  static Double json(double value) {
    return Double.isNaN(value) ? null : value;
  }

  static Double json(OptionalDouble value) {
    return json(value.orElse(Double.NaN));
  }
}
