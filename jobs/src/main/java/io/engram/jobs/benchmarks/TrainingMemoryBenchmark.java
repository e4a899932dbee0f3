package io.engram.jobs.benchmarks;

import io.engram.adapters.BottleneckConfig;
import io.engram.adapters.BottleneckConfig.Placement;
import io.engram.adapters.LabelSpace;
import io.engram.adapters.training.AdapterTrainer;
import io.engram.adapters.training.FeatureRow;
import io.engram.adapters.training.RowSpool;
import io.engram.adapters.training.RowSpoolWriter;
import io.engram.adapters.training.TrainingConfig;
import io.engram.adapters.training.TrainingListener;
import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.backbone.EncoderConfig;
import io.engram.transformers.backbone.folder.BackboneFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * What training an adapter needs outside the heap, which has to be there from the start as for
 * {@link MemoryBenchmark}: rows of random hidden states, all of one length. {@code BACKBONE_FOLDER
 * BATCH_ROWS LENGTH LAYERS} prints one JSON line; {@code LAYERS} are those that are adapted, the
 * uppermost ones.
 */
public final class TrainingMemoryBenchmark {
  private static final int STEPS = 6;

  private TrainingMemoryBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 4) {
      System.err.println("usage: BACKBONE_FOLDER BATCH_ROWS LENGTH LAYERS");
      System.exit(2);
    }
    int batchRows = Integer.parseInt(arguments[1]);
    int length = Integer.parseInt(arguments[2]);
    int layers = Integer.parseInt(arguments[3]);
    long heap = Runtime.getRuntime().maxMemory() >> 20;
    try (Backbone backbone = BackboneFolder.open(Path.of(arguments[0])).load()) {
      EncoderConfig encoder = backbone.config();
      long loaded = Measurement.largestResidentMegabytes() - heap;
      BottleneckConfig adapter =
          BottleneckConfig.reduced(Placement.HOULSBY, encoder, 16, encoder.layers() - layers);
      TrainingConfig config = new TrainingConfig(1e-3, 1e-2, 0.01, 0.06, 1, batchRows, 0, false, 1);
      try (RowSpool rows = rows(STEPS * batchRows, length, encoder.hidden())) {
        new AdapterTrainer(backbone, adapter, config)
            .train(new LabelSpace(List.of("a", "b")), rows, null, TrainingListener.NONE);
      }
      System.out.printf(
          Locale.ROOT,
          "{\"trains\": \"%d layers of width %d\", \"batchRows\": %d, \"length\": %d,"
              + " \"outsideHeapLoadedMegabytes\": %d, \"outsideHeapMegabytes\": %d}%n",
          layers,
          encoder.hidden(),
          batchRows,
          length,
          loaded,
          Measurement.largestResidentMegabytes() - heap);
    }
  }

  private static RowSpool rows(int count, int length, int hidden) {
    Random random = new Random(7);
    try (RowSpoolWriter writer = RowSpool.writer(hidden)) {
      for (int row = 0; row < count; row++) {
        float[] states = new float[length * hidden];
        for (int i = 0; i < states.length; i++) {
          states[i] = (float) random.nextGaussian();
        }
        String key = String.format(Locale.ROOT, "row-%06d", row);
        writer.add(new FeatureRow(key, row % 2, length, states, new float[0], new float[0]));
      }
      return writer.finish();
    }
  }
}
