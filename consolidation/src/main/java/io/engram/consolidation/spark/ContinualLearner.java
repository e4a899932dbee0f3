package io.engram.consolidation.spark;

import io.engram.consolidation.distillation.Reservoir;
import io.engram.consolidation.distillation.ReservoirLines;
import io.engram.consolidation.model.StoredModel;
import io.engram.consolidation.routing.RoutingStatistics;
import io.engram.consolidation.spark.data.CheckedCounts;
import io.engram.consolidation.spark.learning.KeptPictures;
import io.engram.consolidation.spark.learning.OldInputs;
import io.engram.consolidation.spark.learning.Trainings;
import io.engram.consolidation.spark.learning.Workbenches;
import io.engram.consolidation.statistics.ClassStatistics;
import io.engram.consolidation.store.ObjectRef;
import io.engram.consolidation.strategy.ContinualStrategy;
import io.engram.consolidation.strategy.Learned;
import io.engram.consolidation.strategy.LearnedTask;
import io.engram.consolidation.strategy.LearnerSettings;
import io.engram.consolidation.strategy.LearnerState;
import io.engram.consolidation.strategy.LearningLog;
import io.engram.consolidation.strategy.LearningWorkbench;
import io.engram.consolidation.strategy.Rebase;
import io.engram.consolidation.strategy.Strategies;
import io.engram.consolidation.strategy.StrategyNeeds.OldRows;
import io.engram.consolidation.task.Split;
import io.engram.consolidation.task.TaskManifest;
import io.engram.transformers.backbone.folder.BackboneConfig;
import io.engram.transformers.image.ImageLimits;
import io.engram.transformers.lake.backbones.Backbones;
import io.engram.transformers.spark.FeatureRows;
import io.engram.transformers.spark.FeatureSpec;
import io.engram.transformers.spark.PictureReading;
import io.engram.transformers.weights.Safetensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Learns one task on Spark: rows to features on executors, the strategy on top of them, and what a
 * version keeps besides weights. Publishes nothing.
 */
public final class ContinualLearner {
  /** A row that was kept may take so much longer to decode than one that is given. */
  private static final double KEPT_FACTOR = 60;

  private final LearningSite site;

  public ContinualLearner(LearningSite site) {
    this.site = site;
  }

  /**
   * A task that was read and checked.
   *
   * @param manifest what the rows are
   * @param rows columns row_key, text, pair, label, split
   * @param pictures how they are read, where the rows hold some
   * @param unlabelled external inputs to distil on besides, or null
   * @param run folder in the lake that keeps its trainings, so that a killed run goes on, or null
   */
  public record Task(
      TaskManifest manifest,
      Dataset<Row> rows,
      PictureReading pictures,
      UnlabelledRows unlabelled,
      Path run) {

    /** A task that is distilled on its own rows and the reservoir, and kept nowhere. */
    public Task(TaskManifest manifest, Dataset<Row> rows, PictureReading pictures) {
      this(manifest, rows, pictures, null, null);
    }

    String id() {
      return manifest.id().value();
    }
  }

  /**
   * @param model everything known now
   * @param log what was done
   * @param truncated rows whose text was cut at the maximum length
   */
  public record Learnt(StoredModel model, LearningLog log, long truncated) {}

  /**
   * Trains what does not depend on what the model knows, and keeps it in the task's run: a later
   * {@link #learn} goes on from there.
   */
  void prepare(StoredModel before, Task task, LearnerSettings settings) {
    site.listener().stage(task.id(), "features");
    Dataset<Row> features = features(before, task, settings);
    site.listener().stage(task.id(), "learning ahead");
    Strategies.named(settings.strategy())
        .prepare(
            task.manifest(), settings, bench(before, task, settings, learnable(features), null));
  }

  /**
   * @param before what is known; may hold the task, which is then learnt again
   * @param settings must agree with {@code before} on the first adapted layer
   */
  public Learnt learn(StoredModel before, Task task, LearnerSettings settings) {
    site.listener().stage(task.id(), "features");
    Dataset<Row> features = features(before, task, settings);
    Dataset<Row> learnt = learnable(features);

    site.listener().stage(task.id(), "learning");
    LearningWorkbench bench =
        bench(before, task, settings, learnt, oldInputs(before, task, settings));
    Learned learned = Strategies.learn(before.state(), task.manifest(), settings, bench);

    site.listener().stage(task.id(), "statistics");
    LearnerState state =
        withStatistics(
            learned.state(),
            task,
            RoutingStatistics.of(bench.statistics(), settings.router(), bench::ridgeSums));
    return new Learnt(
        new StoredModel(
            before.version(),
            before.backbone(),
            settings,
            state.withReservoir(offered(before, settings, task))),
        learned.log(),
        features.filter(functions.col(FeatureRows.TRUNCATED)).count());
  }

  private static Dataset<Row> learnable(Dataset<Row> features) {
    return features.filter(functions.col(FeatureRows.SPLIT).notEqual(Split.TEST.label()));
  }

  private LearningWorkbench bench(
      StoredModel before,
      Task task,
      LearnerSettings settings,
      Dataset<Row> learnt,
      Dataset<Row> oldInputs) {
    return Workbenches.of(
        task.manifest(),
        settings,
        learnt,
        oldInputs,
        site.backbone(before.backbone()),
        site.trainOnExecutor(),
        trainings(before, task),
        what -> site.listener().training(task.id(), what));
  }

  private Trainings trainings(StoredModel before, Task task) {
    if (task.run() == null) {
      return Trainings.NOT_KEPT;
    }
    Reservoir others = before.state().reservoir().without(task.id());
    String external = task.unlabelled() == null ? "" : task.unlabelled().fingerprint();
    return Trainings.in(
        task.run(),
        site.checkpoints(),
        site.session(),
        EngramVersion.current(),
        site.precision(),
        fingerprint(others) + " " + external);
  }

  private static String fingerprint(Reservoir reservoir) {
    return ReservoirLines.sha256(reservoir);
  }

  /**
   * What was learnt on one model, as part of a newer one; empty when others changed what it rests
   * on. Trains nothing.
   *
   * @param base what it was learnt on
   * @param newest what is there now, with the room that the settings ask for
   */
  Optional<Learnt> rebase(Learnt learnt, StoredModel base, StoredModel newest, Task task) {
    ContinualStrategy strategy = Strategies.named(learnt.model().settings().strategy());
    return Rebase.onto(newest.state(), base.state(), learnt.model().state(), task.id(), strategy)
        .map(state -> rebased(learnt, state, newest, task));
  }

  private Learnt rebased(Learnt learnt, LearnerState state, StoredModel newest, Task task) {
    LearnerSettings settings = learnt.model().settings();
    int slot = state.task(task.id()).orElseThrow().slot();
    return new Learnt(
        new StoredModel(
            newest.version(),
            newest.backbone(),
            settings,
            state.withReservoir(offered(newest, settings, task))),
        learnt.log().at(slot),
        learnt.truncated());
  }

  private Reservoir offered(StoredModel before, LearnerSettings settings, Task task) {
    OldRows needed = Strategies.needs(settings).oldRows();
    Reservoir kept = before.state().reservoir();
    if (needed == OldRows.NONE) {
      return kept.without(task.id());
    }
    return OldInputs.offered(
        kept,
        task.id(),
        task.rows(),
        needed.labelled(),
        () -> KeptPictures.of(backbone(before), task.pictures().limits()));
  }

  private BackboneConfig backbone(StoredModel model) {
    Configuration hadoop = site.session().sessionState().newHadoopConf();
    try {
      return new Backbones(site.root().toUri(), hadoop).config(model.backbone());
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /** The task's feature table, from the cache or computed now. */
  private Dataset<Row> features(StoredModel model, Task task, LearnerSettings settings) {
    return site.features()
        .features(
            task.rows(),
            task.manifest().fingerprint(),
            spec(model, task, settings),
            new CheckedCounts(task.manifest()));
  }

  private FeatureSpec spec(StoredModel model, Task task, LearnerSettings settings) {
    boolean hidden = Strategies.needs(settings).hiddenStates();
    return site.features(
            model.backbone(), settings.adapter().fromLayer(), settings.maxLength(), hidden)
        .withPictures(task.pictures());
  }

  // What is trained on besides the task's own rows: the reservoir, and an external table if there
  // is one.
  private Dataset<Row> oldInputs(StoredModel before, Task task, LearnerSettings settings) {
    if (Strategies.needs(settings).oldRows() == OldRows.NONE) {
      return null;
    }
    Dataset<Row> inputs = null;
    FeatureSpec spec = spec(before, task, settings);
    Reservoir others = before.state().reservoir().without(task.id());
    if (others.size() > 0) {
      inputs =
          site.features()
              .features(
                  OldInputs.table(site.session(), others), fingerprint(others), keptSpec(spec));
    }
    if (task.unlabelled() != null) {
      Dataset<Row> external =
          site.features().features(task.unlabelled().rows(), task.unlabelled().fingerprint(), spec);
      inputs = inputs == null ? external : inputs.unionByName(external);
    }
    return inputs;
  }

  // What is kept was within the limits of its own learning, on whatever machine that was.
  private static FeatureSpec keptSpec(FeatureSpec spec) {
    ImageLimits usual = ImageLimits.DEFAULT;
    ImageLimits patient =
        ImageLimits.of(usual.maxPixels(), usual.maxBytes(), KEPT_FACTOR * usual.maxDecodeSeconds());
    return spec.withPictures(new PictureReading(patient, spec.pictures().threads()));
  }

  private LearnerState withStatistics(LearnerState state, Task task, ClassStatistics statistics) {
    ObjectRef ref =
        site.objects().put(Safetensors.toBytes(statistics.tensors(), Map.of()), "safetensors");
    LearnedTask entry = state.task(task.id()).orElseThrow().withStatistics(ref);
    return state.with(state.pool(), entry);
  }
}
