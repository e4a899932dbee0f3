package io.engram.consolidation.statistics;

import io.engram.transformers.weights.FloatTensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Moments of the frozen features of a task's training rows: enough for nearest mean, LDA and
 * routing when the data is gone. Float64 in memory, float32 in files.
 *
 * @param classes names, in the order of the moments
 * @param moments count and sum of each class, and the second moment of all
 * @param sample a few rows that the moments do not hold; empty in statistics of older programs
 * @param random sums of random features of the same rows; empty unless they were asked for
 */
public record ClassStatistics(
    List<String> classes,
    PooledMoments moments,
    FeatureSample sample,
    Optional<RandomSums> random) {
  /** Counts are written as two floats, each exact: {@code count = high * 2^20 + low}. */
  private static final long COUNT_BASE = 1L << 20;

  private static final String COUNT = "count";
  private static final String SUM = "sum";
  private static final String SCATTER = "within_scatter";
  // Of older programs: the second moment of each class, from which rounding takes what is tight.
  private static final String SECONDS = "second_moment";
  private static final String SAMPLE = "validation";
  private static final String SAMPLE_CLASS = "validation_class";

  /** Without random features. */
  public ClassStatistics(List<String> classes, PooledMoments moments, FeatureSample sample) {
    this(classes, moments, sample, Optional.empty());
  }

  /** Without a sample. */
  public ClassStatistics(List<String> classes, PooledMoments moments) {
    this(classes, moments, FeatureSample.NONE);
  }

  public ClassStatistics {
    classes = List.copyOf(classes);
    if (classes.size() != moments.classes()) {
      throw new IllegalArgumentException(
          classes.size() + " class names for moments of " + moments.classes() + " classes");
    }
    for (int i = 0; i < sample.size(); i++) {
      if (sample.labels()[i] < 0
          || sample.labels()[i] >= classes.size()
          || sample.rows()[i].length != moments.dimensions()) {
        throw new IllegalArgumentException(
            "row "
                + i
                + " of the sample has class "
                + sample.labels()[i]
                + " of "
                + classes.size()
                + " and "
                + sample.rows()[i].length
                + " features, expected "
                + moments.dimensions());
      }
    }
  }

  /** The same with sums of random features. */
  public ClassStatistics withRandom(RandomSums sums) {
    return new ClassStatistics(classes, moments, sample, Optional.of(sums));
  }

  /** Features that the moments are over. */
  public int hidden() {
    return moments.dimensions();
  }

  /** Bytes of {@link #tensors()}. */
  public long bytes() {
    return bytes(classes.size(), hidden())
        + (long) Float.BYTES * sample.size() * (1L + hidden())
        + random.map(RandomSums::bytes).orElse(0L);
  }

  /** Bytes that statistics of that many classes and features take in a file, without a sample. */
  public static long bytes(int classes, int hidden) {
    return Float.BYTES * (classes * (2L + hidden) + PackedSymmetric.length(hidden));
  }

  /**
   * The form in which statistics are kept: {@code count} {@code [classes, 2]} (high and low part of
   * base 2^20), {@code sum} {@code [classes, hidden]}, {@code within_scatter} {@code [hidden *
   * (hidden + 1) / 2]} (of all rows around the means of their classes, lower triangle, row after
   * row); where there is a sample {@code validation} {@code [rows, hidden]} and {@code
   * validation_class} {@code [rows]}; where there are some those of {@link RandomSums}.
   */
  public SortedMap<String, FloatTensor> tensors() {
    int n = classes.size();
    int hidden = hidden();
    float[] counts = new float[2 * n];
    float[] sums = new float[Math.multiplyExact(n, hidden)];
    float[] scatter = new float[PackedSymmetric.length(hidden)];
    for (int k = 0; k < n; k++) {
      long high = moments.count(k) / COUNT_BASE;
      counts[2 * k] = high;
      counts[2 * k + 1] = moments.count(k) - high * COUNT_BASE;
      narrow(moments.sum(k), sums, k * hidden);
    }
    narrow(moments.withinClassScatter(), scatter, 0);
    SortedMap<String, FloatTensor> tensors = new TreeMap<>();
    tensors.put(COUNT, FloatTensor.matrix(n, 2, counts));
    tensors.put(SUM, FloatTensor.matrix(n, hidden, sums));
    tensors.put(SCATTER, FloatTensor.vector(scatter));
    if (sample.size() > 0) {
      float[] rows = new float[Math.multiplyExact(sample.size(), hidden)];
      float[] labels = new float[sample.size()];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = sample.labels()[i];
        System.arraycopy(sample.rows()[i], 0, rows, i * hidden, hidden);
      }
      tensors.put(SAMPLE, FloatTensor.matrix(labels.length, hidden, rows));
      tensors.put(SAMPLE_CLASS, FloatTensor.vector(labels));
    }
    random.ifPresent(kept -> tensors.putAll(kept.tensors()));
    return tensors;
  }

  /**
   * Reads what {@link #tensors()} wrote, or what older programs did: {@code second_moment} {@code
   * [classes, hidden * (hidden + 1) / 2]} in the place of the scatter.
   *
   * @throws IllegalArgumentException if a tensor is missing or has another shape, by name
   */
  public static ClassStatistics of(List<String> classes, Map<String, FloatTensor> tensors) {
    int n = classes.size();
    FloatTensor sum = required(tensors, SUM);
    if (sum.shape().length != 2 || sum.shape()[0] != n || sum.shape()[1] < 1) {
      throw new IllegalArgumentException(
          "statistics of " + n + " classes have " + SUM + " of shape " + sum);
    }
    int hidden = (int) sum.shape()[1];
    float[] counts = checked(tensors, COUNT, n, 2);
    long[] rows = new long[n];
    double[][] sums = new double[n][];
    for (int k = 0; k < n; k++) {
      long high = (long) counts[2 * k];
      long low = (long) counts[2 * k + 1];
      rows[k] = high * COUNT_BASE + low;
      sums[k] = widen(sum.values(), k * hidden, hidden);
    }
    return new ClassStatistics(
        classes,
        moments(new ClassSums(rows, sums), tensors),
        sample(tensors, hidden),
        tensors.containsKey(RandomSums.SEED)
            ? Optional.of(RandomSums.of(rows.clone(), hidden, tensors))
            : Optional.empty());
  }

  private static PooledMoments moments(ClassSums sums, Map<String, FloatTensor> tensors) {
    int packed = PackedSymmetric.length(sums.dimensions());
    if (!tensors.containsKey(SECONDS)) {
      float[] scatter = checked(tensors, SCATTER, packed);
      return PooledMoments.ofScatter(sums, widen(scatter, 0, packed));
    }
    float[] seconds = checked(tensors, SECONDS, sums.classes(), packed);
    double[] second = new double[packed];
    for (int i = 0; i < seconds.length; i++) {
      second[i % packed] += seconds[i];
    }
    return new PooledMoments(sums, second);
  }

  private static FeatureSample sample(Map<String, FloatTensor> tensors, int hidden) {
    if (!tensors.containsKey(SAMPLE)) {
      return FeatureSample.NONE;
    }
    float[] classes = required(tensors, SAMPLE_CLASS).values();
    float[] values = checked(tensors, SAMPLE, classes.length, hidden);
    int[] labels = new int[classes.length];
    float[][] rows = new float[classes.length][];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (int) classes[i];
      rows[i] = Arrays.copyOfRange(values, i * hidden, (i + 1) * hidden);
    }
    return new FeatureSample(labels, rows);
  }

  static FloatTensor required(Map<String, FloatTensor> tensors, String name) {
    FloatTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(
          "statistics lack tensor " + name + "; there are " + tensors.keySet());
    }
    return tensor;
  }

  private static float[] checked(Map<String, FloatTensor> tensors, String name, long... shape) {
    FloatTensor tensor = required(tensors, name);
    if (!Arrays.equals(tensor.shape(), shape)) {
      throw new IllegalArgumentException(
          "tensor "
              + name
              + " of the statistics is "
              + tensor
              + ", expected "
              + Arrays.toString(shape));
    }
    return tensor.values();
  }

  static void narrow(double[] from, float[] into, int at) {
    for (int i = 0; i < from.length; i++) {
      into[at + i] = (float) from[i];
    }
  }

  static double[] widen(float[] from, int at, int length) {
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = from[at + i];
    }
    return values;
  }
}
