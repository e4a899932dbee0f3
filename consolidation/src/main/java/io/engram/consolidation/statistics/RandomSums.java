package io.engram.consolidation.statistics;

import io.engram.adapters.RandomFeatures;
import io.engram.transformers.weights.FloatTensor;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Sums of random ReLU features of a task's training rows: what ridge regression over the classes of
 * many tasks needs when the data is gone (RanPAC, McDonnell et al. 2023). The projection is its
 * seed. Float64 in memory, float32 in files.
 *
 * <p>A task has sums of its own, and not a share of one sum: so they are the same object in every
 * version that has the task, and are gone with the task.
 *
 * @param features what the sums are of
 * @param sums of the training rows
 */
public record RandomSums(RandomFeatures features, RidgeSums sums) {
  static final String SEED = "random_seed";
  private static final String SUM = "random_sum";
  private static final String GRAM = "random_gram";

  // A float holds 24 bits exactly.
  private static final int SEED_PARTS = 4;
  private static final int PART_BITS = 16;
  private static final long PART = (1L << PART_BITS) - 1;

  public RandomSums {
    if (sums.features() != features.width()) {
      throw new IllegalArgumentException(
          "sums of " + sums.features() + " features, random are " + features.width());
    }
  }

  /** Bytes of {@link #tensors()}. */
  long bytes() {
    return bytes(sums.classes(), features.width());
  }

  /** Bytes that sums of that many classes and units take in a file. */
  public static long bytes(int classes, int width) {
    return Float.BYTES * (SEED_PARTS + (long) classes * width + PackedSymmetric.length(width));
  }

  /**
   * {@code random_seed} {@code [4]} (16 bits each, the highest first), {@code random_sum} {@code
   * [classes, width]}, {@code random_gram} {@code [width * (width + 1) / 2]} (Σ h hᵀ, lower
   * triangle row after row).
   */
  SortedMap<String, FloatTensor> tensors() {
    int width = features.width();
    float[] seed = new float[SEED_PARTS];
    for (int i = 0; i < SEED_PARTS; i++) {
      seed[i] = features.seed() >>> (SEED_PARTS - 1 - i) * PART_BITS & PART;
    }
    float[] sum = new float[Math.multiplyExact(sums.classes(), width)];
    for (int k = 0; k < sums.classes(); k++) {
      ClassStatistics.narrow(sums.sum(k), sum, k * width);
    }
    float[] gram = new float[sums.gram().length];
    ClassStatistics.narrow(sums.gram(), gram, 0);
    SortedMap<String, FloatTensor> tensors = new TreeMap<>();
    tensors.put(SEED, FloatTensor.vector(seed));
    tensors.put(SUM, FloatTensor.matrix(sums.classes(), width, sum));
    tensors.put(GRAM, FloatTensor.vector(gram));
    return tensors;
  }

  /**
   * Reads what {@link #tensors()} wrote.
   *
   * @param counts rows of each class
   * @param inputs features that the random ones are made of
   * @throws IllegalArgumentException if a tensor is missing or has another shape, by name
   */
  static RandomSums of(long[] counts, int inputs, Map<String, FloatTensor> tensors) {
    float[] parts = ClassStatistics.required(tensors, SEED).values();
    FloatTensor sum = ClassStatistics.required(tensors, SUM);
    float[] gram = ClassStatistics.required(tensors, GRAM).values();
    boolean shaped = sum.shape().length == 2 && sum.shape()[0] == counts.length;
    int width = shaped ? (int) sum.shape()[1] : 0;
    if (width < 1 || parts.length != SEED_PARTS || gram.length != PackedSymmetric.length(width)) {
      throw new IllegalArgumentException(
          "statistics of "
              + counts.length
              + " classes have "
              + SUM
              + " of shape "
              + sum
              + ", "
              + GRAM
              + " of "
              + gram.length
              + " and "
              + SEED
              + " of "
              + parts.length
              + " values");
    }
    long seed = 0;
    for (float part : parts) {
      seed = seed << PART_BITS | (long) part & PART;
    }
    double[][] sums = new double[counts.length][];
    for (int k = 0; k < sums.length; k++) {
      sums[k] = ClassStatistics.widen(sum.values(), k * width, width);
    }
    return new RandomSums(
        new RandomFeatures(seed, inputs, width),
        new RidgeSums(
            new PooledMoments(
                new ClassSums(counts, sums), ClassStatistics.widen(gram, 0, gram.length))));
  }
}
