package io.engram.jobs.benchmarks;

import io.engram.adapters.prediction.PredictorOptions;
import io.engram.adapters.prediction.Query;
import io.engram.adapters.prediction.TaskPredictor;
import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.backbone.folder.ArtifactSource;
import io.engram.transformers.backbone.folder.BackboneFolder;
import io.engram.transformers.backbone.folder.BackboneImporter;
import io.engram.transformers.backbone.folder.KnownBackbone;
import io.engram.transformers.runtime.NeuralRuntime;
import io.engram.transformers.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Rows a second of {@link TaskPredictor}, tokenising included: MiniLM-L6 with a Houlsby adapter of
 * reduction 16, one task of 15 classes. {@code prepare FOLDER ROWS} writes texts and backbone,
 * {@code run FOLDER THREADS FROM_LAYER} measures once and prints one JSON line.
 */
public final class PredictorBenchmark {
  private static final String TEXTS = "texts.txt";
  private static final String BACKBONE = "backbone";
  private static final int MAX_LENGTH = 128;
  private static final int WARM_UP_ROWS = 512;

  private PredictorBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    if (arguments.length == 3 && arguments[0].equals("prepare")) {
      prepare(Path.of(arguments[1]), Integer.parseInt(arguments[2]));
    } else if (arguments.length == 4 && arguments[0].equals("run")) {
      run(Path.of(arguments[1]), Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
    } else {
      System.err.println("usage: prepare FOLDER ROWS | run FOLDER THREADS FROM_LAYER");
      System.exit(2);
    }
  }

  private static void prepare(Path folder, int rows) throws IOException {
    Files.createDirectories(folder);
    BenchmarkTexts.write(folder.resolve(TEXTS), rows);
    if (!Files.exists(folder.resolve(BACKBONE))) {
      BackboneImporter.importInto(
          folder.resolve(BACKBONE), ArtifactSource.onClassPath(KnownBackbone.MINILM));
    }
  }

  private static void run(Path folder, int threads, int fromLayer) throws IOException {
    List<Query> queries =
        Files.readAllLines(folder.resolve(TEXTS)).stream()
            .map(text -> new Query(text, null, RandomModels.task(0)))
            .toList();
    BackboneFolder backboneFolder = BackboneFolder.open(folder.resolve(BACKBONE));
    PredictorOptions options = PredictorOptions.defaults().withThreads(threads);
    try (Backbone backbone = backboneFolder.load();
        Tokenizer tokenizer = backboneFolder.tokenizer(MAX_LENGTH);
        TaskPredictor predictor =
            new TaskPredictor(
                backbone,
                tokenizer,
                RandomModels.serving(backbone.config(), fromLayer, 1),
                options)) {
      predictor.predict(queries.subList(0, Math.min(WARM_UP_ROWS, queries.size())));
      double processorBefore = Measurement.processorSeconds();
      long start = System.nanoTime();
      int answers = predictor.predict(queries).size();
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf(
          Locale.ROOT,
          "{\"side\": \"engram\", \"rows\": %d, \"seconds\": %.3f, \"processorSeconds\": %.3f,"
              + " \"rowsPerSecond\": %.1f,"
              + " \"threads\": %d, \"fromLayer\": %d, \"numericPath\": \"%s\"}%n",
          answers,
          seconds,
          Measurement.processorSeconds() - processorBefore,
          answers / seconds,
          threads,
          fromLayer,
          NeuralRuntime.get().numericPath().label());
    }
  }
}
