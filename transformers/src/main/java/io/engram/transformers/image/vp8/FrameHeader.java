package io.engram.transformers.image.vp8;

import java.io.EOFException;
import java.io.IOException;

/** What the first partition says of the whole frame (sections 9.2 to 9.11 and 19.2). */
final class FrameHeader {
  private static final int SEGMENTS = 4;
  private static final int DELTAS = 4;

  boolean segmented;
  boolean segmentMap;
  private boolean absolute;
  private final int[] segmentSteps = new int[SEGMENTS];
  private final int[] segmentLevels = new int[SEGMENTS];
  final int[] segmentProbabilities = {255, 255, 255};
  boolean simpleFilter;
  int level;
  int sharpness;
  private boolean levelDeltas;
  private final int[] referenceDeltas = new int[DELTAS];
  private final int[] modeDeltas = new int[DELTAS];
  int partitions;
  private int step;
  private final int[] stepDeltas = new int[5];
  final int[] coefficients = Tables.coefficients();

  /** Probability that a macroblock has coefficients; 0 when all have. */
  int skipping;

  static FrameHeader read(BoolDecoder in) throws IOException {
    FrameHeader header = new FrameHeader();
    in.number(2);
    header.readSegments(in);
    header.readFilter(in);
    header.partitions = 1 << in.number(2);
    header.step = in.number(7);
    for (int i = 0; i < header.stepDeltas.length; i++) {
      header.stepDeltas[i] = in.optionalSigned(4);
    }
    in.flag();
    for (int i = 0; i < header.coefficients.length; i++) {
      if (in.bit(Tables.COEFFICIENT_UPDATES[i]) == 1) {
        header.coefficients[i] = in.number(8);
      }
    }
    header.skipping = in.flag() ? in.number(8) : -1;
    in.requireEnough();
    return header;
  }

  private void readSegments(BoolDecoder in) throws EOFException {
    segmented = in.flag();
    if (!segmented) {
      return;
    }
    segmentMap = in.flag();
    if (in.flag()) {
      absolute = in.flag();
      for (int i = 0; i < SEGMENTS; i++) {
        segmentSteps[i] = in.optionalSigned(7);
      }
      for (int i = 0; i < SEGMENTS; i++) {
        segmentLevels[i] = in.optionalSigned(6);
      }
    }
    if (segmentMap) {
      for (int i = 0; i < segmentProbabilities.length; i++) {
        segmentProbabilities[i] = in.flag() ? in.number(8) : 255;
      }
    }
  }

  private void readFilter(BoolDecoder in) {
    simpleFilter = in.flag();
    level = in.number(6);
    sharpness = in.number(3);
    levelDeltas = in.flag();
    if (levelDeltas && in.flag()) {
      for (int i = 0; i < DELTAS; i++) {
        referenceDeltas[i] = in.optionalSigned(6);
      }
      for (int i = 0; i < DELTAS; i++) {
        modeDeltas[i] = in.optionalSigned(6);
      }
    }
  }

  /** Steps of a segment (section 9.6): of luma, of luma's means, of chroma; first and others. */
  int[][] steps(int segment) {
    int q = step;
    if (segmented) {
      q = absolute ? segmentSteps[segment] : step + segmentSteps[segment];
    }
    int[] luma = {dc(q + stepDeltas[0], 127), ac(q)};
    int[] means = {
      dc(q + stepDeltas[1], 127) * 2, Math.max(8, ac(q + stepDeltas[2]) * 101581 >> 16)
    };
    int[] chroma = {dc(q + stepDeltas[3], 117), ac(q + stepDeltas[4])};
    return new int[][] {luma, means, chroma};
  }

  private static int dc(int index, int most) {
    return Tables.DC_STEPS[Math.max(0, Math.min(index, most))];
  }

  private static int ac(int index) {
    return Tables.AC_STEPS[Math.max(0, Math.min(index, 127))];
  }

  /** Strength of the loop filter from 0 to 63 (section 9.6). */
  int level(int segment, boolean subblocks) {
    int strength = level;
    if (segmented) {
      strength = absolute ? segmentLevels[segment] : level + segmentLevels[segment];
    }
    if (levelDeltas) {
      strength += referenceDeltas[0] + (subblocks ? modeDeltas[0] : 0);
    }
    return Math.max(0, Math.min(strength, 63));
  }
}
