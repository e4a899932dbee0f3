package io.engram.transformers.spark;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;

/**
 * The params of {@link PictureParams} with their setters; of no meaning where rows hold texts.
 *
 * @param <S> the stage itself
 */
public interface HasPictureParams<S> extends SparkStage {

  /** The params behind the setters. */
  PictureParams pictures();

  /** This stage, so that setters chain. */
  S self();

  default LongParam imageMaxPixels() {
    return pictures().imageMaxPixels;
  }

  /** A picture of more pixels, width times height, is refused before it is decoded. */
  default S setImageMaxPixels(long value) {
    set(pictures().imageMaxPixels, value);
    return self();
  }

  default IntParam imageMaxBytes() {
    return pictures().imageMaxBytes;
  }

  /** A picture whose file has more bytes is refused. */
  default S setImageMaxBytes(int value) {
    set(pictures().imageMaxBytes, value);
    return self();
  }

  default DoubleParam imageMaxSeconds() {
    return pictures().imageMaxSeconds;
  }

  /** A picture that takes more seconds of CPU time to decode is refused. */
  default S setImageMaxSeconds(double value) {
    set(pictures().imageMaxSeconds, value);
    return self();
  }

  default IntParam imageThreads() {
    return pictures().imageThreads;
  }

  /** Threads that decode pictures for one Spark task, ahead of the encoder. */
  default S setImageThreads(int value) {
    set(pictures().imageThreads, value);
    return self();
  }

  /** All of them at once. */
  default S setPictures(PictureReading reading) {
    setImageMaxPixels(reading.limits().maxPixels());
    setImageMaxBytes(reading.limits().maxBytes());
    setImageMaxSeconds(reading.limits().maxDecodeSeconds());
    return setImageThreads(reading.threads());
  }
}
