package io.engram.adapters.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import io.engram.adapters.Adapter;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.Head;
import io.engram.adapters.TaskSeed;
import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.runtime.NeuralRuntime;
import io.engram.transformers.runtime.TensorScope;
import io.engram.transformers.weights.FloatTensor;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Diagonal of the Fisher information of a task with respect to an adapter's weights: the mean over
 * rows of {@code (d log p(y|x) / dw)²}, with y drawn from the model's own answer and not from the
 * labels (Kirkpatrick et al. 2017; on the difference Kunstner et al. 2019).
 */
public final class FisherDiagonal {
  /** Rows that are enough for a mean; more cost time, one backward pass each. */
  private static final int MOST_ROWS = 512;

  private final Backbone backbone;
  private final long seed;

  /**
   * @param seed of the answers that are drawn
   */
  public FisherDiagonal(Backbone backbone, long seed) {
    this.backbone = backbone;
    this.seed = seed;
  }

  /**
   * @param rows with hidden states at the adapter's first layer; at most 512 of them are read,
   *     evenly spread
   * @return one value a weight, by the names of the adapter
   */
  public AdapterWeights of(AdapterWeights weights, Head head, RowSpool rows) {
    int count = Math.min(MOST_ROWS, rows.rows());
    SortedMap<String, double[]> sums = new TreeMap<>();
    weights.tensors().forEach((name, t) -> sums.put(name, new double[t.values().length]));
    BatchReader reader = new BatchReader(rows);
    try (TrainingTurn turn = TrainingTurn.await();
        NDManager owner = NeuralRuntime.get().newManager();
        Adapter adapter = Adapter.of(weights, owner, true)) {
      NDArray weight = owner.create(head.weight().values(), new Shape(head.weight().shape()));
      NDArray bias = owner.create(head.bias().values(), new Shape(head.bias().shape()));
      AdaptedStudent student = new AdaptedStudent(backbone, adapter);
      for (int i = 0; i < count; i++) {
        int position = (int) ((long) i * rows.rows() / count);
        Random random = new Random(TaskSeed.of(seed, rows.key(position)));
        try (TensorScope scope = TensorScope.open();
            GradientCollector collector = NeuralRuntime.get().engine().newGradientCollector()) {
          RowBatch row = reader.read(scope.manager(), new int[] {position});
          NDArray logProbabilities =
              Linear.linear(student.pooled(row), weight, bias).singletonOrThrow().logSoftmax(1);
          int answer = drawn(logProbabilities.toFloatArray(), random);
          collector.backward(logProbabilities.get(0, answer));
          addSquares(adapter, sums);
        }
      }
    }
    SortedMap<String, FloatTensor> mean = new TreeMap<>();
    sums.forEach((name, sum) -> mean.put(name, mean(sum, count, weights.tensors().get(name))));
    return new AdapterWeights(weights.config(), mean);
  }

  private static int drawn(float[] logProbabilities, Random random) {
    double left = random.nextDouble();
    for (int c = 0; c < logProbabilities.length - 1; c++) {
      left -= Math.exp(logProbabilities[c]);
      if (left < 0) {
        return c;
      }
    }
    return logProbabilities.length - 1;
  }

  private static void addSquares(Adapter adapter, SortedMap<String, double[]> sums) {
    for (var parameter : adapter.parameters().entrySet()) {
      try (NDArray gradient = parameter.getValue().getGradient()) {
        float[] values = gradient.toFloatArray();
        double[] sum = sums.get(parameter.getKey());
        for (int i = 0; i < values.length; i++) {
          sum[i] += (double) values[i] * values[i];
        }
      }
      JniUtils.zeroGrad((PtNDArray) parameter.getValue());
    }
  }

  private static FloatTensor mean(double[] sum, int rows, FloatTensor like) {
    float[] mean = new float[sum.length];
    for (int i = 0; i < sum.length; i++) {
      mean[i] = (float) (sum[i] / rows);
    }
    return new FloatTensor(like.shape(), mean);
  }
}
