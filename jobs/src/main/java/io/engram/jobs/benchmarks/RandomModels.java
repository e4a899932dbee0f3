package io.engram.jobs.benchmarks;

import io.engram.adapters.AdapterInitializer;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.BottleneckConfig;
import io.engram.adapters.BottleneckConfig.Placement;
import io.engram.adapters.Head;
import io.engram.adapters.LabelSpace;
import io.engram.adapters.prediction.ServingModel;
import io.engram.adapters.prediction.ServingModel.ServedTask;
import io.engram.transformers.backbone.EncoderConfig;
import io.engram.transformers.weights.FloatTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Models that learnt nothing but cost what others cost: Houlsby, reduction 16, 15 classes a task.
 */
final class RandomModels {
  private static final int REDUCTION = 16;
  private static final int CLASSES = 15;

  private RandomModels() {}

  /**
   * @param slots adapters, with one task each
   */
  static ServingModel serving(EncoderConfig encoder, int fromLayer, int slots) {
    BottleneckConfig config =
        BottleneckConfig.reduced(Placement.HOULSBY, encoder, REDUCTION, fromLayer);
    List<AdapterWeights> adapters = new ArrayList<>();
    var tasks = new TreeMap<String, ServedTask>();
    for (int slot = 0; slot < slots; slot++) {
      adapters.add(AdapterInitializer.fresh(config, encoder, slot + 1));
      tasks.put(task(slot), new ServedTask(slot, head(encoder.hidden(), slot + 1)));
    }
    return new ServingModel(fromLayer, adapters, tasks);
  }

  /** Name of the task in a slot. */
  static String task(int slot) {
    return "task-" + slot;
  }

  private static Head head(int hidden, long seed) {
    List<String> classes =
        IntStream.range(0, CLASSES).mapToObj(c -> String.format("class%02d", c)).toList();
    Random random = new Random(seed);
    float[] weight = new float[CLASSES * hidden];
    for (int i = 0; i < weight.length; i++) {
      weight[i] = (float) (0.05 * random.nextGaussian());
    }
    return new Head(
        new LabelSpace(classes),
        FloatTensor.matrix(CLASSES, hidden, weight),
        FloatTensor.vector(new float[CLASSES]));
  }
}
