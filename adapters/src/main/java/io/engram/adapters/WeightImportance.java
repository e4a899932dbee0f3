package io.engram.adapters;

import io.engram.transformers.weights.FloatTensor;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How much earlier tasks depend on each weight of an adapter: a quadratic {@code Σ p_i (w_i -
 * c_i)²} that is small where they still do well (elastic weight consolidation, Kirkpatrick et al.
 * 2017). Sums of such quadratics are one again, so that it takes two values a weight however many
 * tasks there were.
 *
 * @param precision {@code p}, sums of diagonal Fisher information, by the names of the adapter
 * @param centre {@code c}, where the quadratic is smallest
 */
public record WeightImportance(AdapterWeights precision, AdapterWeights centre) {

  public WeightImportance {
    if (!precision.config().equals(centre.config())) {
      throw new IllegalArgumentException(
          "importance of " + precision.config() + " around weights of " + centre.config());
    }
  }

  /**
   * The sum of this quadratic and that of one more task: {@code p + F} and the mean of the centres
   * weighted by them.
   *
   * @param fisher diagonal Fisher information of the task
   * @param weights the adapter after it was learnt
   */
  public WeightImportance plus(AdapterWeights fisher, AdapterWeights weights) {
    SortedMap<String, FloatTensor> precisions = new TreeMap<>();
    SortedMap<String, FloatTensor> centres = new TreeMap<>();
    precision
        .tensors()
        .forEach(
            (name, before) -> {
              float[] p = before.values().clone();
              float[] c = centre.tensors().get(name).values().clone();
              float[] f = fisher.tensors().get(name).values();
              float[] w = weights.tensors().get(name).values();
              for (int i = 0; i < p.length; i++) {
                double sum = (double) p[i] + f[i];
                c[i] =
                    sum == 0 ? w[i] : (float) (((double) p[i] * c[i] + (double) f[i] * w[i]) / sum);
                p[i] = (float) sum;
              }
              precisions.put(name, new FloatTensor(before.shape(), p));
              centres.put(name, new FloatTensor(before.shape(), c));
            });
    return new WeightImportance(
        new AdapterWeights(precision.config(), precisions),
        new AdapterWeights(centre.config(), centres));
  }

  /**
   * The online form (Schwarz et al. 2018, section 3): what is older counts less, and all of it is
   * centred on the newest weights.
   *
   * @param decay factor of what is there, in [0, 1]
   */
  public WeightImportance online(AdapterWeights fisher, AdapterWeights weights, double decay) {
    SortedMap<String, FloatTensor> precisions = new TreeMap<>();
    precision
        .tensors()
        .forEach(
            (name, before) -> {
              float[] p = before.values().clone();
              float[] f = fisher.tensors().get(name).values();
              for (int i = 0; i < p.length; i++) {
                p[i] = (float) (decay * p[i] + f[i]);
              }
              precisions.put(name, new FloatTensor(before.shape(), p));
            });
    return new WeightImportance(new AdapterWeights(precision.config(), precisions), weights);
  }

  /** Values it takes, two a weight. */
  public long values() {
    return precision.parameters() + centre.parameters();
  }
}
