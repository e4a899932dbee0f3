package io.engram.jobs.benchmarks;

import io.engram.consolidation.evaluation.ContinualMetrics;
import io.engram.consolidation.spark.Backbones;
import io.engram.consolidation.spark.LakeLearner;
import io.engram.consolidation.spark.LearnOutcome;
import io.engram.consolidation.spark.LearnRequest;
import io.engram.consolidation.spark.LearningListener;
import io.engram.consolidation.spark.LearningSite;
import io.engram.consolidation.spark.data.TaskRequest;
import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.strategy.SettingsChoice;
import io.engram.consolidation.task.TaskColumns;
import io.engram.jobs.console.Progress;
import io.engram.jobs.data.CutSettings;
import io.engram.jobs.data.TaskCut;
import io.engram.jobs.data.WordNetTasks;
import io.engram.transformers.backbone.Precision;
import io.engram.transformers.spark.FeatureCache;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * Average accuracy, forgetting and seconds a task of several strategies on the WordNet tasks,
 * through the same learner that the verbs call. Arguments: lake, WordNet jar, backbone jar, number
 * of tasks, then runs, each {@code strategy[:K[:transferability[:reservoir]]]}. Running again goes
 * on where it was.
 */
public final class WordNetExperiment {
  private static final long CACHE_BYTES = 20L << 30;

  private final SparkSession spark;
  private final String lake;
  private final String backboneJar;

  private WordNetExperiment(SparkSession spark, String lake, String backboneJar) {
    this.spark = spark;
    this.lake = lake;
    this.backboneJar = backboneJar;
  }

  public static void main(String[] args) throws IOException {
    SparkSession spark =
        SparkSession.builder()
            .appName("engram-wordnet-experiment")
            .config("spark.ui.enabled", "false")
            .getOrCreate();
    String lake = Path.of(args[0]).toUri().toString();
    List<TaskCut> tasks =
        new WordNetTasks(spark, lake)
            .provide(Path.of(args[1]), CutSettings.full(), Progress.SILENT);
    WordNetExperiment experiment = new WordNetExperiment(spark, lake, args[2]);
    for (String run : Arrays.asList(args).subList(4, args.length)) {
      experiment.run(run, tasks.subList(0, Math.min(Integer.parseInt(args[3]), tasks.size())));
    }
    spark.stop();
  }

  private void run(String run, List<TaskCut> tasks) throws IOException {
    Configuration hadoop = spark.sessionState().newHadoopConf();
    URI root = URI.create(lake + "models/" + run.replace(':', '-'));
    ModelStore store = ModelStore.openOrCreate(root, hadoop);
    new Backbones(root, hadoop).bring(backboneJar, "minilm");
    LearningSite site =
        new LearningSite(
            spark,
            store.root().toString(),
            new FeatureCache(spark, lake + "cache", CACHE_BYTES),
            Precision.FLOAT32,
            false,
            LearningListener.NONE);
    LakeLearner learner = new LakeLearner(site, store);
    List<String> seconds = new ArrayList<>();
    LearnOutcome last = null;
    for (TaskCut task : tasks) {
      last = learner.learn(request(store, task, choice(run.split(":"))));
      String spent = String.format(Locale.ROOT, "%.1f", last.seconds() - last.evaluationSeconds());
      seconds.add(spent);
      System.err.printf(
          Locale.ROOT,
          "%s %s: accuracy of all so far %.2f, %s s without evaluation%n",
          run,
          task.id(),
          100 * ContinualMetrics.averageAccuracy(last.matrix()),
          spent);
    }
    ContinualMetrics metrics = ContinualMetrics.of(last.matrix());
    System.out.printf(
        Locale.ROOT,
        "%-24s average accuracy %.2f, forgetting %.2f, slot loads %s, seconds a task %s%n",
        run,
        100 * metrics.averageAccuracy(),
        metrics.forgetting() == null ? 0.0 : 100 * metrics.forgetting(),
        Arrays.toString(last.model().state().loads()),
        seconds);
  }

  private LearnRequest request(ModelStore store, TaskCut task, SettingsChoice choice) {
    TaskColumns columns = new TaskColumns("text", null, "label", "split", List.of("key"));
    return new LearnRequest(
        store.root(),
        TaskRequest.of(task.id(), WordNetTasks.uri(lake, task.id())).withColumns(columns),
        Optional.of("minilm"),
        choice,
        false,
        Optional.empty(),
        Optional.empty());
  }

  private static SettingsChoice choice(String[] parts) {
    SettingsChoice d = SettingsChoice.defaults();
    return new SettingsChoice(
        parts[0],
        parts.length > 1 ? Integer.parseInt(parts[1]) : d.poolSize(),
        parts.length > 2 ? parts[2] : d.transferability(),
        d.placement(),
        d.reduction(),
        d.fromLayer(),
        d.maxLength(),
        d.training(),
        d.consolidation(),
        d.start(),
        parts.length > 3 ? Integer.parseInt(parts[3]) : d.reservoirRows(),
        d.identity(),
        d.seed());
  }
}
