package io.engram.transformers.image.vp8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Scanner;

/** Constants of the standard, flat; kept in a resource because they are some thousand. */
final class Tables {
  private static final Map<String, int[]> ALL = load();

  /** Size of a quantiser's step by its index, for the first coefficient of a block. */
  static final int[] DC_STEPS = ALL.get("dc-steps");

  /** For the other coefficients. */
  static final int[] AC_STEPS = ALL.get("ac-steps");

  /** {@code [above, left, node]} with 10, 10 and 9 values. */
  static final int[] SUBBLOCK_MODES = ALL.get("subblock-modes");

  /** {@code [type, band, context, node]} with 4, 8, 3 and 11 values. */
  static final int[] COEFFICIENT_UPDATES = ALL.get("coefficient-updates");

  private static final int[] COEFFICIENTS = ALL.get("coefficients");

  private Tables() {}

  /** A frame's own probabilities, as it starts: {@code [type, band, context, node]}. */
  static int[] coefficients() {
    return COEFFICIENTS.clone();
  }

  private static Map<String, int[]> load() {
    Map<String, int[]> tables = new HashMap<>();
    try (InputStream in = Tables.class.getResourceAsStream("tables.txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      Scanner scanner = new Scanner(text.replaceAll("(?m)^#.*$", ""));
      while (scanner.hasNext()) {
        String name = scanner.next();
        int[] values = new int[scanner.nextInt()];
        for (int i = 0; i < values.length; i++) {
          values[i] = scanner.nextInt();
        }
        tables.put(name, values);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return tables;
  }
}
