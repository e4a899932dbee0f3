package io.engram.adapters.pretraining;

import io.engram.adapters.training.RowSpool;
import io.engram.transformers.image.ImageSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * Mean and standard deviation of each channel over all pictures, as shares of the largest value.
 *
 * @param mean by channel
 * @param deviation by channel; 1 where all values are the same
 */
public record PixelMoments(List<Double> mean, List<Double> deviation) {
  private static final double MAX_VALUE = 255;

  /** Of the pictures of a spool, in one pass. */
  public static PixelMoments of(RowSpool rows) {
    int channels = rows.picture(0).channels();
    long[] counts = new long[channels];
    long[] sums = new long[channels];
    long[] squares = new long[channels];
    for (int position = 0; position < rows.rows(); position++) {
      byte[] values = rows.picture(position).values();
      for (int i = 0; i < values.length; i++) {
        int value = values[i] & 0xff;
        counts[i % channels]++;
        sums[i % channels] += value;
        squares[i % channels] += (long) value * value;
      }
    }
    List<Double> mean = new ArrayList<>();
    List<Double> deviation = new ArrayList<>();
    for (int channel = 0; channel < channels; channel++) {
      double centre = (double) sums[channel] / counts[channel];
      double variance = (double) squares[channel] / counts[channel] - centre * centre;
      mean.add(centre / MAX_VALUE);
      deviation.add(variance > 0 ? Math.sqrt(variance) / MAX_VALUE : 1);
    }
    return new PixelMoments(mean, deviation);
  }

  /** The same settings with values rescaled to 1 at most and normalised by these moments. */
  public ImageSettings normalise(ImageSettings settings) {
    return new ImageSettings(
        settings.size(),
        settings.channels(),
        settings.resize(),
        settings.centerCrop(),
        1 / MAX_VALUE,
        mean,
        deviation);
  }
}
