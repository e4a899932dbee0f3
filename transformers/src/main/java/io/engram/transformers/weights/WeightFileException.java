package io.engram.transformers.weights;

/** A weight file that cannot be used; the message names file, tensor, and what was expected. */
public final class WeightFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public WeightFileException(String message) {
    super(message);
  }

  public WeightFileException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * @param described file and tensor
   * @param held tensors that there are
   */
  static WeightFileException missing(String described, int held) {
    return new WeightFileException(described + "is not there; the file holds " + held + " tensors");
  }
}
