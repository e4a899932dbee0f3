package io.engram.jobs.data;

import io.engram.consolidation.task.Split;
import io.engram.transformers.lake.ContentHash;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Decisions by a hash of names: the same on every machine, whatever else is in the data. */
public final class Draw {
  private static final int PARTS = 20;
  private static final int TEST_PARTS = 4;
  private static final int VALIDATION_PARTS = 2;

  private Draw() {}

  /** A fifth of the groups is for testing, a tenth for validation; a group is in one split. */
  public static Split split(String group) {
    return part((int) Long.remainderUnsigned(number("split", group), PARTS));
  }

  /**
   * The split of a row by its place in the {@link #order} of its class: exactly a fifth of every
   * ten rows is for testing and a tenth for validation, so that classes with few rows have rows of
   * every split, and the first rows have the same splits however many are taken.
   *
   * @param place from 0
   */
  public static Split splitOfPlace(int place) {
    return part(place % (PARTS / 2) * 2);
  }

  private static Split part(int part) {
    return part < TEST_PARTS
        ? Split.TEST
        : part < TEST_PARTS + VALIDATION_PARTS ? Split.VALIDATION : Split.TRAIN;
  }

  /** Order of sampling among the candidates for a label. */
  public static long order(String label, String name) {
    return number(label, name);
  }

  private static long number(String purpose, String name) {
    byte[] text = (purpose + '\n' + name).getBytes(StandardCharsets.UTF_8);
    return HexFormat.fromHexDigitsToLong(ContentHash.sha256(text).substring(0, 16));
  }
}
