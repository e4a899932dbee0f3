package io.engram.jobs.benchmarks;

import io.engram.adapters.prediction.PredictorOptions;
import io.engram.adapters.prediction.Query;
import io.engram.adapters.prediction.ServingModel;
import io.engram.adapters.prediction.TaskPredictor;
import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.backbone.EncoderConfig;
import io.engram.transformers.backbone.folder.ArtifactSource;
import io.engram.transformers.backbone.folder.BackboneFolder;
import io.engram.transformers.backbone.folder.BackboneImporter;
import io.engram.transformers.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.StatUtils;

/**
 * What scoring costs as tasks come: a pool of four adapters against AdapterFusion at 5, 10, 20 and
 * 40 tasks, tokenising included. Weights are random: they cost what learnt ones do. Arguments:
 * folder, backbone jar, repetitions, threads, the first layer with an adapter; every repetition
 * measures everything once.
 */
public final class FlatBenchmark {
  private static final String TEXTS = "texts.txt";
  private static final String BACKBONE = "backbone";
  private static final int[] TASKS = {5, 10, 20, 40};
  private static final int SLOTS = 4;

  /** As many as a task of WordNet has on average. */
  private static final int CLASSES = 5;

  private static final int MAX_LENGTH = 64;
  private static final int ROWS_OF_ONE_TASK = 384;
  private static final int ROWS_OF_ALL_TASKS = 64;
  private static final int WARM_UP_ROWS = 64;

  private enum Method {
    ADA {
      @Override
      ServingModel model(EncoderConfig encoder, int fromLayer, int tasks) {
        return RandomModels.pooled(encoder, fromLayer, SLOTS, tasks, CLASSES);
      }
    },
    FUSION {
      @Override
      ServingModel model(EncoderConfig encoder, int fromLayer, int tasks) {
        return RandomModels.fused(encoder, fromLayer, tasks, CLASSES);
      }
    };

    abstract ServingModel model(EncoderConfig encoder, int fromLayer, int tasks);
  }

  private record Cell(Method method, int tasks) implements Comparable<Cell> {
    @Override
    public int compareTo(Cell other) {
      int byMethod = method.compareTo(other.method);
      return byMethod == 0 ? Integer.compare(tasks, other.tasks) : byMethod;
    }
  }

  /** Of one piece of work: rows a second, and rows a second of processor time. */
  private record Speed(double wall, double processor) {}

  /** The last task is asked, or all are. */
  private record Measured(long parameters, Speed oneTask, Speed allTasks) {}

  private final Backbone backbone;
  private final Tokenizer tokenizer;
  private final List<String> texts;
  private final PredictorOptions options;
  private final int fromLayer;

  private FlatBenchmark(
      Backbone backbone,
      Tokenizer tokenizer,
      List<String> texts,
      PredictorOptions options,
      int fromLayer) {
    this.backbone = backbone;
    this.tokenizer = tokenizer;
    this.texts = texts;
    this.options = options;
    this.fromLayer = fromLayer;
  }

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    Files.createDirectories(folder);
    if (!Files.exists(folder.resolve(BACKBONE))) {
      BackboneImporter.importInto(folder.resolve(BACKBONE), ArtifactSource.inJar(Path.of(args[1])));
    }
    BenchmarkTexts.write(folder.resolve(TEXTS), ROWS_OF_ONE_TASK);
    BackboneFolder imported = BackboneFolder.open(folder.resolve(BACKBONE));
    try (Backbone backbone = imported.load();
        Tokenizer tokenizer = imported.tokenizer(MAX_LENGTH)) {
      List<String> texts = Files.readAllLines(folder.resolve(TEXTS));
      PredictorOptions options = PredictorOptions.defaults().withThreads(Integer.parseInt(args[3]));
      new FlatBenchmark(backbone, tokenizer, texts, options, Integer.parseInt(args[4]))
          .run(Integer.parseInt(args[2]));
    }
  }

  private void run(int repetitions) {
    Map<Cell, List<Measured>> cells = new TreeMap<>();
    for (int repetition = 1; repetition <= repetitions; repetition++) {
      for (int tasks : TASKS) {
        for (Method method : Method.values()) {
          Measured measured = measured(method.model(backbone.config(), fromLayer, tasks));
          cells.computeIfAbsent(new Cell(method, tasks), c -> new ArrayList<>()).add(measured);
          System.out.printf(
              Locale.ROOT,
              "repetition %d: %s, %d tasks: %s%n",
              repetition,
              name(method),
              tasks,
              measured);
        }
      }
    }
    print(cells);
  }

  private Measured measured(ServingModel model) {
    String last = RandomModels.task(model.tasks().size() - 1);
    List<Query> one = texts.stream().map(text -> new Query(text, null, last)).toList();
    List<Query> all =
        texts.stream().limit(ROWS_OF_ALL_TASKS).map(text -> new Query(text, null, null)).toList();
    try (TaskPredictor predictor = new TaskPredictor(backbone, tokenizer, model, options)) {
      predictor.predict(one.subList(0, WARM_UP_ROWS));
      Speed oneTask = speed(() -> predictor.predict(one));
      return new Measured(model.parameters(), oneTask, speed(() -> predictor.predictAll(all)));
    }
  }

  private static Speed speed(Supplier<List<?>> work) {
    double processor = Measurement.processorSeconds();
    long start = System.nanoTime();
    int rows = work.get().size();
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Speed(rows / seconds, rows / (Measurement.processorSeconds() - processor));
  }

  private static void print(Map<Cell, List<Measured>> cells) {
    System.out.println("| method | tasks | parameters served | one task, rows/s | all, rows/s |");
    System.out.println("|---|---|---|---|---|");
    cells.forEach(
        (cell, runs) ->
            System.out.printf(
                Locale.ROOT,
                "| %s | %d | %,d | %.0f (%.0f) | %.1f (%.1f) |%n",
                name(cell.method()),
                cell.tasks(),
                runs.get(0).parameters(),
                median(runs, run -> run.oneTask().wall()),
                median(runs, run -> run.oneTask().processor()),
                median(runs, run -> run.allTasks().wall()),
                median(runs, run -> run.allTasks().processor())));
    for (Method method : Method.values()) {
      printRatios(
          method,
          cells.get(new Cell(method, TASKS[0])),
          cells.get(new Cell(method, TASKS[TASKS.length - 1])));
    }
    System.out.println("In brackets: rows a second of processor time.");
  }

  private static void printRatios(Method method, List<Measured> few, List<Measured> many) {
    System.out.printf(
        Locale.ROOT,
        "| %s | %d / %d | %.2f | %.2f (%.2f) | %.2f (%.2f) |%n",
        name(method),
        TASKS[TASKS.length - 1],
        TASKS[0],
        (double) many.get(0).parameters() / few.get(0).parameters(),
        ratio(few, many, run -> run.oneTask().wall()),
        ratio(few, many, run -> run.oneTask().processor()),
        ratio(few, many, run -> run.allTasks().wall()),
        ratio(few, many, run -> run.allTasks().processor()));
  }

  private static double ratio(
      List<Measured> few, List<Measured> many, ToDoubleFunction<Measured> figure) {
    return median(many, figure) / median(few, figure);
  }

  private static double median(List<Measured> runs, ToDoubleFunction<Measured> figure) {
    return StatUtils.percentile(runs.stream().mapToDouble(figure).toArray(), 50);
  }

  private static String name(Method method) {
    return method.name().toLowerCase(Locale.ROOT);
  }
}
