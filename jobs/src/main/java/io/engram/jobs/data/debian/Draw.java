package io.engram.jobs.data.debian;

import io.engram.consolidation.task.Split;
import io.engram.transformers.lake.ContentHash;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Decisions by a hash of names: the same on every machine, whatever else is in the lists. */
final class Draw {
  private static final int PARTS = 20;
  private static final int TEST_PARTS = 4;
  private static final int VALIDATION_PARTS = 2;

  private Draw() {}

  /**
   * A fifth of the sources is for testing, a tenth for validation. All packages of a source are in
   * one split, for their descriptions are nearly the same.
   */
  static Split split(String source) {
    long part = Long.remainderUnsigned(number("split", source), PARTS);
    return part < TEST_PARTS
        ? Split.TEST
        : part < TEST_PARTS + VALIDATION_PARTS ? Split.VALIDATION : Split.TRAIN;
  }

  /** Order of sampling among the candidates for a label. */
  static long order(String label, String name) {
    return number(label, name);
  }

  private static long number(String purpose, String name) {
    byte[] text = (purpose + '\n' + name).getBytes(StandardCharsets.UTF_8);
    return HexFormat.fromHexDigitsToLong(ContentHash.sha256(text).substring(0, 16));
  }
}
