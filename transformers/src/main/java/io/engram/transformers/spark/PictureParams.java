package io.engram.transformers.spark;

import io.engram.transformers.image.ImageLimits;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.ParamValidators;

/**
 * How pictures are read, as params of a stage.
 *
 * <p>Declared once per stage as a field; the stage's registry holds the params themselves.
 */
public final class PictureParams {
  private static final ImageLimits LIMITS = PictureReading.DEFAULT.limits();

  private final SparkStage stage;
  final LongParam imageMaxPixels;
  final IntParam imageMaxBytes;
  final DoubleParam imageMaxSeconds;
  final IntParam imageThreads;

  public PictureParams(SparkStage stage) {
    this.stage = stage;
    imageMaxPixels =
        stage.longParam(
            "imageMaxPixels",
            "a picture of more pixels is not decoded; at most " + ImageLimits.MOST_PIXELS,
            LIMITS.maxPixels(),
            ParamValidators.inRange(1, ImageLimits.MOST_PIXELS));
    imageMaxBytes =
        stage.intParam(
            "imageMaxBytes",
            "a picture's file of more bytes is not read",
            LIMITS.maxBytes(),
            ParamValidators.gt(0));
    imageMaxSeconds =
        stage.doubleParam(
            "imageMaxSeconds",
            "seconds of CPU time that decoding a picture may take",
            LIMITS.maxDecodeSeconds(),
            ParamValidators.inRange(0, Double.POSITIVE_INFINITY, false, false));
    imageThreads =
        stage.intParam(
            "imageThreads",
            "threads that decode pictures for one Spark task, ahead of the encoder",
            PictureReading.DEFAULT.threads(),
            ParamValidators.inRange(1, PictureReading.MOST_THREADS));
  }

  /** What the params say. */
  public PictureReading reading() {
    return new PictureReading(
        ImageLimits.of(
            stage.value(imageMaxPixels), stage.value(imageMaxBytes), stage.value(imageMaxSeconds)),
        stage.value(imageThreads));
  }
}
