package io.engram.jobs.benchmarks;

import io.engram.adapters.prediction.PredictorOptions;
import io.engram.adapters.prediction.Query;
import io.engram.adapters.prediction.TaskPredictor;
import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.backbone.folder.ArtifactSource;
import io.engram.transformers.backbone.folder.BackboneFolder;
import io.engram.transformers.backbone.folder.BackboneImporter;
import io.engram.transformers.backbone.folder.KnownBackbone;
import io.engram.transformers.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * What {@link TaskPredictor} needs outside the heap. The heap has to be there from the start
 * ({@code -Xms} as {@code -Xmx}, {@code -XX:+AlwaysPreTouch}): what is resident besides it is
 * counted. {@code FOLDER THREADS BATCH_ROWS BATCH_TOKENS LENGTH SLOTS} prints one JSON line.
 */
public final class MemoryBenchmark {
  private static final int BATCHES_A_THREAD = 6;

  private MemoryBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 6) {
      System.err.println("usage: FOLDER THREADS BATCH_ROWS BATCH_TOKENS LENGTH SLOTS");
      System.exit(2);
    }
    Path folder = Path.of(arguments[0], "backbone");
    if (Files.notExists(folder)) {
      Files.createDirectories(folder.getParent());
      BackboneImporter.importInto(folder, ArtifactSource.onClassPath(KnownBackbone.MINILM));
    }
    int threads = Integer.parseInt(arguments[1]);
    int batchRows = Integer.parseInt(arguments[2]);
    int batchTokens = Integer.parseInt(arguments[3]);
    int length = Integer.parseInt(arguments[4]);
    int slots = Integer.parseInt(arguments[5]);
    BackboneFolder stored = BackboneFolder.open(folder);
    PredictorOptions options =
        PredictorOptions.defaults()
            .withBatchRows(batchRows)
            .withBatchTokens(batchTokens)
            .withThreads(threads);
    try (Backbone backbone = stored.load();
        Tokenizer tokenizer = stored.tokenizer(length);
        TaskPredictor predictor =
            new TaskPredictor(
                backbone, tokenizer, RandomModels.serving(backbone.config(), 0, slots), options)) {
      long heap = Runtime.getRuntime().maxMemory() >> 20;
      long loaded = Measurement.largestResidentMegabytes() - heap;
      int rows = BATCHES_A_THREAD * threads * Math.min(batchRows, batchTokens / length);
      predictor.predict(queries(rows, length, slots));
      System.out.printf(
          Locale.ROOT,
          "{\"threads\": %d, \"batchRows\": %d, \"batchTokens\": %d, \"length\": %d,"
              + " \"slots\": %d, \"rows\": %d, \"outsideHeapLoadedMegabytes\": %d,"
              + " \"outsideHeapMegabytes\": %d}%n",
          threads,
          batchRows,
          batchTokens,
          length,
          slots,
          rows,
          loaded,
          Measurement.largestResidentMegabytes() - heap);
    }
  }

  // A letter is a token at least: every row is cut at the length.
  private static List<Query> queries(int rows, int length, int slots) {
    Random random = new Random(7);
    List<Query> queries = new ArrayList<>(rows);
    for (int row = 0; row < rows; row++) {
      StringBuilder text = new StringBuilder();
      for (int word = 0; word < length; word++) {
        text.append((char) ('a' + random.nextInt(26))).append(' ');
      }
      queries.add(new Query(text.toString(), null, RandomModels.task(row % slots)));
    }
    return queries;
  }
}
