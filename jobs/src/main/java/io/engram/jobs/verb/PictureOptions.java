package io.engram.jobs.verb;

import io.engram.jobs.JobException;
import io.engram.transformers.image.ImageLimits;
import io.engram.transformers.spark.PictureReading;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What one picture of a table may cost. */
final class PictureOptions {
  @Option(
      names = "--image-max-pixels",
      paramLabel = "PIXELS",
      description = "a picture of more, width times height, is not decoded")
  private long maxPixels;

  @Option(
      names = "--image-max-bytes",
      paramLabel = "BYTES",
      description = "a picture whose file has more is not read")
  private int maxBytes;

  @Option(
      names = "--image-max-seconds",
      paramLabel = "SECONDS",
      description = "of CPU time; a picture that takes more to decode is given up")
  private double maxSeconds;

  @Option(
      names = "--image-threads",
      paramLabel = "N",
      description = "threads that decode for one Spark task while others are encoded")
  private int threads;

  /**
   * @throws JobException with one line for each value that cannot be meant
   */
  PictureReading reading() {
    List<String> problems = new ArrayList<>();
    between(problems, "--image-max-pixels", maxPixels, ImageLimits.MOST_PIXELS);
    between(problems, "--image-max-bytes", maxBytes, Integer.MAX_VALUE);
    if (!(maxSeconds > 0) || Double.isInfinite(maxSeconds)) {
      problems.add("--image-max-seconds must be a number greater than 0, got " + maxSeconds);
    }
    between(problems, "--image-threads", threads, PictureReading.MOST_THREADS);
    if (!problems.isEmpty()) {
      throw JobException.usage(String.join("\n", problems));
    }
    return new PictureReading(ImageLimits.of(maxPixels, maxBytes, maxSeconds), threads);
  }

  private static void between(List<String> problems, String option, long value, long most) {
    if (value < 1 || value > most) {
      problems.add(option + " must be from 1 to " + most + ", got " + value);
    }
  }
}
