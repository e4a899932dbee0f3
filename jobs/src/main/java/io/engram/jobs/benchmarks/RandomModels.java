package io.engram.jobs.benchmarks;

import io.engram.adapters.AdapterInitializer;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.BottleneckConfig;
import io.engram.adapters.BottleneckConfig.Placement;
import io.engram.adapters.FusionConfig;
import io.engram.adapters.FusionInitializer;
import io.engram.adapters.Head;
import io.engram.adapters.LabelSpace;
import io.engram.adapters.prediction.ServingModel;
import io.engram.adapters.prediction.ServingModel.ServedTask;
import io.engram.adapters.prediction.TaskFusion;
import io.engram.transformers.backbone.EncoderConfig;
import io.engram.transformers.weights.FloatTensor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Models that learnt nothing but cost what others cost: Houlsby, reduction 16; 15 classes a task
 * unless said otherwise.
 */
final class RandomModels {
  private static final int REDUCTION = 16;
  private static final int CLASSES = 15;

  private RandomModels() {}

  /**
   * @param slots adapters, with one task each
   */
  static ServingModel serving(EncoderConfig encoder, int fromLayer, int slots) {
    return pooled(encoder, fromLayer, slots, slots, CLASSES);
  }

  /**
   * A pool: tasks take slots in turn.
   *
   * @param classes of each task
   */
  static ServingModel pooled(
      EncoderConfig encoder, int fromLayer, int slots, int tasks, int classes) {
    var served = new TreeMap<String, ServedTask>();
    for (int task = 0; task < tasks; task++) {
      served.put(
          task(task), new ServedTask(task % slots, head(encoder.hidden(), classes, task + 1)));
    }
    return new ServingModel(fromLayer, adapters(encoder, fromLayer, slots), served);
  }

  /**
   * One adapter a task, and each task attends to those of all tasks up to its own.
   *
   * @param classes of each task
   */
  static ServingModel fused(EncoderConfig encoder, int fromLayer, int tasks, int classes) {
    List<AdapterWeights> adapters = adapters(encoder, fromLayer, tasks);
    FusionConfig config = FusionConfig.of(adapters.get(0).config());
    var served = new TreeMap<String, ServedTask>();
    for (int task = 0; task < tasks; task++) {
      List<Integer> soFar = IntStream.rangeClosed(0, task).boxed().toList();
      TaskFusion fusion = new TaskFusion(soFar, FusionInitializer.fresh(config, encoder, task + 1));
      Head head = head(encoder.hidden(), classes, task + 1);
      served.put(task(task), new ServedTask(task, head, Optional.of(fusion), Optional.empty()));
    }
    return new ServingModel(fromLayer, adapters, served);
  }

  private static List<AdapterWeights> adapters(EncoderConfig encoder, int fromLayer, int count) {
    BottleneckConfig config =
        BottleneckConfig.reduced(Placement.HOULSBY, encoder, REDUCTION, fromLayer);
    return IntStream.rangeClosed(1, count)
        .mapToObj(seed -> AdapterInitializer.fresh(config, encoder, seed))
        .toList();
  }

  /** Name of a task; where each has a slot of its own, that of the slot. */
  static String task(int number) {
    return "task-" + number;
  }

  private static Head head(int hidden, int count, long seed) {
    List<String> classes =
        IntStream.range(0, count)
            .mapToObj(c -> String.format(Locale.ROOT, "class%02d", c))
            .toList();
    Random random = new Random(seed);
    float[] weight = new float[count * hidden];
    for (int i = 0; i < weight.length; i++) {
      weight[i] = (float) (0.05 * random.nextGaussian());
    }
    return new Head(
        new LabelSpace(classes),
        FloatTensor.matrix(count, hidden, weight),
        FloatTensor.vector(new float[count]));
  }
}
