package io.engram.adapters;

import java.io.Serializable;
import java.lang.ref.SoftReference;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Random ReLU features of the pooled output, {@code max(0, z W)} (McDonnell et al., NeurIPS 2023):
 * a fixed map that makes classes linearly separable which are not in {@code z}. {@code W} is never
 * stored: it is drawn unit after unit by {@link Random#nextGaussian()}, whose values Java
 * prescribes, so that the units of a narrow map are the first ones of a wide map of the same seed.
 *
 * @param seed of W
 * @param inputs width of the pooled output
 * @param width random units
 */
public record RandomFeatures(long seed, int inputs, int width) implements Serializable {
  private static final int MAX_VALUES = 1 << 26;

  // A model holds many heads on one map, and W is large: one copy, given up when memory is short.
  private static final Map<RandomFeatures, SoftReference<float[]>> DRAWN =
      new ConcurrentHashMap<>();

  public RandomFeatures {
    if (inputs < 1 || width < 1 || (long) inputs * width > MAX_VALUES) {
      throw new IllegalArgumentException(
          "random features need at least one input and one unit and at most "
              + MAX_VALUES
              + " weights, got "
              + inputs
              + " inputs and "
              + width
              + " units");
    }
  }

  /** The first {@code units} of these features. */
  public RandomFeatures first(int units) {
    if (units > width) {
      throw new IllegalArgumentException(
          "there are " + width + " random units, asked are the first " + units);
    }
    return new RandomFeatures(seed, inputs, units);
  }

  /**
   * @param pooled {@code [inputs]}
   * @return {@code [width]}, none negative
   */
  public float[] apply(float[] pooled) {
    if (pooled.length != inputs) {
      throw new IllegalArgumentException(
          "random features of " + inputs + " inputs got a row of " + pooled.length);
    }
    float[] w = weights();
    float[] units = new float[width];
    for (int i = 0; i < inputs; i++) {
      float z = pooled[i];
      int row = i * width;
      for (int u = 0; u < width; u++) {
        units[u] += z * w[row + u];
      }
    }
    for (int u = 0; u < width; u++) {
      units[u] = Math.max(0, units[u]);
    }
    return units;
  }

  /** W, {@code [inputs, width]} row-major; shared, not to be changed. */
  public float[] weights() {
    SoftReference<float[]> known = DRAWN.get(this);
    float[] w = known == null ? null : known.get();
    if (w == null) {
      w = draw();
      DRAWN.put(this, new SoftReference<>(w));
    }
    return w;
  }

  private float[] draw() {
    Random random = new Random(seed);
    float[] w = new float[inputs * width];
    for (int u = 0; u < width; u++) {
      for (int i = 0; i < inputs; i++) {
        w[i * width + u] = (float) random.nextGaussian();
      }
    }
    return w;
  }
}
