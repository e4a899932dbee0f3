package io.engram.adapters.pretraining;

import io.engram.transformers.input.Pixels;
import java.util.SplittableRandom;

/** A rectangle of a picture that is overwritten with the picture's mean. */
final class Erasing {
  private Erasing() {}

  /**
   * @param area share of the picture that the rectangle covers, about
   * @param random decides its proportions, from 1 : 3 to 3 : 1, and its place
   */
  static Pixels rectangle(Pixels picture, double area, SplittableRandom random) {
    double proportion = Math.exp((2 * random.nextDouble() - 1) * Math.log(3));
    int height = edge(picture.height() * Math.sqrt(area * proportion), picture.height());
    int width = edge(picture.width() * Math.sqrt(area / proportion), picture.width());
    int top = random.nextInt(picture.height() - height + 1);
    int left = random.nextInt(picture.width() - width + 1);
    byte[] values = picture.values().clone();
    int channels = picture.channels();
    byte[] mean = mean(picture);
    for (int row = top; row < top + height; row++) {
      for (int column = left; column < left + width; column++) {
        System.arraycopy(mean, 0, values, (row * picture.width() + column) * channels, channels);
      }
    }
    return new Pixels(values, picture.height(), picture.width(), channels, picture.length());
  }

  private static int edge(double length, int limit) {
    return (int) Math.min(limit, Math.round(length));
  }

  private static byte[] mean(Pixels picture) {
    int channels = picture.channels();
    long[] sums = new long[channels];
    for (int i = 0; i < picture.values().length; i++) {
      sums[i % channels] += picture.values()[i] & 0xff;
    }
    byte[] mean = new byte[channels];
    for (int channel = 0; channel < channels; channel++) {
      mean[channel] = (byte) (sums[channel] / (picture.values().length / channels));
    }
    return mean;
  }
}
