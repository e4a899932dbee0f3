package io.engram.transformers.spark;

import io.engram.transformers.image.ImageLimits;
import java.io.Serializable;

/**
 * How the pictures of a table are read on executors; travels with every task.
 *
 * @param limits what one picture may cost
 * @param threads that decode pictures for one Spark task, ahead of the encoder; they share the room
 *     that the limits leave for one picture
 */
public record PictureReading(ImageLimits limits, int threads) implements Serializable {
  /** More would wait: that many rows are read ahead. */
  public static final int MOST_THREADS = ReadAhead.Bound.DEFAULT.rows();

  /** The default limits, one thread. */
  public static final PictureReading DEFAULT = new PictureReading(ImageLimits.DEFAULT, 1);

  public PictureReading {
    if (threads < 1 || threads > MOST_THREADS) {
      throw new IllegalArgumentException(
          "threads that decode pictures are 1 to " + MOST_THREADS + ", got " + threads);
    }
  }
}
