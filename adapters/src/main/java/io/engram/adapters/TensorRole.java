package io.engram.adapters;

/**
 * What a tensor of an adapter is to its units. An adapter of width m computes through m units in
 * each place where it sits; whatever its kind, a unit reads the hidden state, and what it adds is
 * zero until it is trained.
 */
public enum TensorRole {
  /** What the units read: {@code [width, hidden]}, drawn at random. */
  UNIT_INPUT,
  /** {@code [width]}, zero at first. */
  UNIT_BIAS,
  /** What the units add: {@code [hidden, width]}, zero at first. */
  UNIT_OUTPUT,
  /** Change of what units of the encoder itself read: {@code [width, hidden]}, zero at first. */
  UNIT_CHANGE,
  /** Change of a projection of the encoder itself: {@code [hidden, hidden]}, zero at first. */
  PROJECTION,
  /** Added whatever the units say: {@code [hidden]}, zero at first. */
  BIAS;

  long[] shape(int width, int hidden) {
    return switch (this) {
      case UNIT_INPUT, UNIT_CHANGE -> new long[] {width, hidden};
      case UNIT_BIAS -> new long[] {width};
      case UNIT_OUTPUT -> new long[] {hidden, width};
      case PROJECTION -> new long[] {hidden, hidden};
      case BIAS -> new long[] {hidden};
    };
  }
}
