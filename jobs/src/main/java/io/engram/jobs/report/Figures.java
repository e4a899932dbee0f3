package io.engram.jobs.report;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How numbers are written in every report. */
public final class Figures {
  private static final List<String> UNITS = List.of("B", "KB", "MB", "GB", "TB");

  private static final Pattern POWERS = Pattern.compile("\\b\\d+\\.\\d+E-?\\d+\\b");

  private Figures() {}

  /** A share as per cent with one decimal; a dash when unknown. */
  public static String percent(double share) {
    return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.1f", 100 * share);
  }

  static String percent(OptionalDouble share) {
    return percent(share.orElse(Double.NaN));
  }

  public static String decimals(double value, int digits) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  /** A count with separators: 1,234,567. */
  public static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** A size in the largest unit that leaves at least one whole: 1.5 MB. */
  public static String bytes(long bytes) {
    double size = bytes;
    int unit = 0;
    while (size >= 1000 && unit < UNITS.size() - 1) {
      size /= 1000;
      unit++;
    }
    return unit == 0 ? bytes + " B" : decimals(size, 1) + " " + UNITS.get(unit);
  }

  /** Settings as people write them: 0.0005 where Java says 5.0E-4. */
  public static String settings(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(setting -> setting.getKey() + " " + plain(setting.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String plain(String setting) {
    return POWERS
        .matcher(setting)
        .replaceAll(number -> new BigDecimal(number.group()).stripTrailingZeros().toPlainString());
  }

  /** What JSON can hold: null in place of NaN. */
  static Double json(double value) {
    return Double.isNaN(value) ? null : value;
  }

  static Double json(OptionalDouble value) {
    return json(value.orElse(Double.NaN));
  }
}
