package io.engram.jobs.benchmarks;

import io.engram.consolidation.gate.GateRules;
import io.engram.consolidation.spark.LakeLearner;
import io.engram.consolidation.spark.LearnOutcome;
import io.engram.consolidation.spark.LearnRequest;
import io.engram.consolidation.spark.LearningListener;
import io.engram.consolidation.spark.LearningSite;
import io.engram.consolidation.spark.data.TaskRequest;
import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.strategy.RouterRule;
import io.engram.consolidation.strategy.SettingsChoice;
import io.engram.consolidation.task.TaskColumns;
import io.engram.jobs.data.WordNetTasks;
import io.engram.transformers.backbone.Precision;
import io.engram.transformers.lake.backbones.Backbones;
import io.engram.transformers.spark.FeatureCache;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * Tasks of one lake learnt one after another into one model by ADA with two slots, as {@code engram
 * learn} does it.
 */
final class StrategyRun {
  private static final long CACHE_BYTES = 20L << 30;
  private static final String BACKBONE = "minilm";

  private final String lake;
  private final ModelStore store;
  private final LakeLearner learner;
  private final SettingsChoice choice;

  /**
   * @param lake folder that ends with a slash
   * @param model name of the model in it; learning goes on where it was
   * @param cache folder of features, which several runs may share
   */
  StrategyRun(SparkSession spark, String lake, String model, String cache, String backboneJar)
      throws IOException {
    this.lake = lake;
    this.choice = twoSlots();
    URI root = URI.create(lake + "models/" + model);
    var hadoop = spark.sessionState().newHadoopConf();
    store = ModelStore.openOrCreate(root, hadoop);
    new Backbones(root, hadoop).bring(backboneJar, BACKBONE);
    learner =
        new LakeLearner(
            new LearningSite(
                spark,
                new Path(store.root()),
                new FeatureCache(spark, cache, CACHE_BYTES),
                Precision.FLOAT32,
                false,
                LearningListener.NONE),
            store);
  }

  LearnOutcome learn(String task) throws IOException {
    TaskColumns columns = new TaskColumns("text", null, "label", "split", List.of("key"));
    return learner.learn(
        new LearnRequest(
            store.root(),
            TaskRequest.of(task, WordNetTasks.uri(lake, task)).withColumns(columns),
            Optional.of(BACKBONE),
            choice,
            false,
            Optional.empty(),
            GateRules.NONE,
            Optional.empty()));
  }

  /** Seconds of a task's learning without the evaluation. */
  static double learningSeconds(LearnOutcome outcome) {
    return outcome.seconds() - outcome.evaluationSeconds();
  }

  private static SettingsChoice twoSlots() {
    SettingsChoice d = SettingsChoice.defaults();
    return new SettingsChoice(
        "ada",
        2,
        d.transferability(),
        d.adapter(),
        d.fromLayer(),
        d.maxLength(),
        d.training(),
        d.consolidation(),
        d.start(),
        d.slotWidth(),
        d.trainHeads(),
        d.reservoirRows(),
        d.identity(),
        d.seed(),
        d.options(),
        RouterRule.LDA);
  }
}
