package io.engram.consolidation.spark;

import io.engram.adapters.AdapterFile;
import io.engram.adapters.FusionFile;
import io.engram.adapters.HeadFile;
import io.engram.consolidation.gate.GateRules;
import io.engram.consolidation.spark.data.TaskRequest;
import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.strategy.ChangedChoice;
import io.engram.consolidation.strategy.LearnerState;
import io.engram.consolidation.strategy.SettingsChoice;
import io.engram.consolidation.task.TaskColumns;
import io.engram.transformers.backbone.Precision;
import io.engram.transformers.lake.ContentHash;
import io.engram.transformers.spark.FeatureCache;
import io.engram.transformers.spark.TinyLake;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A lake with a tiny random backbone, tables of toy tasks, and a learner over them. */
final class LearntLake {
  static final StructType SCHEMA =
      new StructType()
          .add("key", DataTypes.StringType)
          .add("text", DataTypes.StringType)
          .add("label", DataTypes.StringType)
          .add("split", DataTypes.StringType);

  static final TaskColumns KEYED = new TaskColumns("text", null, "label", "split", List.of("key"));

  final SparkSession spark;
  final Path root;
  final ModelStore store;

  /** What the learner said it was doing, {@code task: stage}. */
  final List<String> stages = new ArrayList<>();

  final String backbone;

  LearntLake(SparkSession spark, Path root) throws IOException {
    this(spark, root, TinyLake.create(root, 5));
  }

  LearntLake(SparkSession spark, Path root, TinyLake tiny) throws IOException {
    this(spark, root, tiny.folder().config().name());
  }

  /**
   * @param backbone name of one that the lake holds
   */
  LearntLake(SparkSession spark, Path root, String backbone) throws IOException {
    this.spark = spark;
    this.root = root;
    this.backbone = backbone;
    store = ModelStore.openOrCreate(root.toUri(), spark.sessionState().newHadoopConf());
  }

  /** Rows of a task that is told by its letters: class c is made of letters of its own. */
  static List<Row> rows(String task, int classes, int rowsPerClass) {
    List<Row> rows = new ArrayList<>();
    Random random = new Random(task.hashCode());
    for (int c = 0; c < classes; c++) {
      for (int i = 0; i < rowsPerClass; i++) {
        StringBuilder text = new StringBuilder();
        for (int w = 0; w < 3 + random.nextInt(5); w++) {
          text.append((char) ('a' + (c * 5 + Math.abs(task.hashCode()) + random.nextInt(4)) % 26))
              .append(' ');
        }
        text.append((char) ('a' + random.nextInt(26))).append(' ').append(i);
        rows.add(
            RowFactory.create(
                task + "-" + c + "-" + i,
                text.toString(),
                "class-" + c,
                i % 4 == 0 ? "test" : "train"));
      }
    }
    return rows;
  }

  Dataset<Row> table(List<Row> rows) {
    return spark.createDataFrame(rows, SCHEMA);
  }

  /** Writes a toy task's table and gives its address. */
  String write(String task, int classes, int rowsPerClass) {
    String uri = root.resolve("tasks").resolve(task).toString();
    table(rows(task, classes, rowsPerClass)).coalesce(1).write().mode("overwrite").parquet(uri);
    return uri;
  }

  LearnOutcome learn(String task, String uri) throws IOException {
    return learn(task, uri, choice("ada", 2), false);
  }

  LearnOutcome learn(String task, String uri, SettingsChoice choice, boolean replace)
      throws IOException {
    return learn(task, uri, choice, replace, Optional.empty());
  }

  LearnOutcome learn(
      String task,
      String uri,
      SettingsChoice choice,
      boolean replace,
      Optional<Dataset<Row>> unlabelled)
      throws IOException {
    return learn(task, uri, KEYED, choice, replace, unlabelled);
  }

  LearnOutcome learn(
      String task,
      String uri,
      TaskColumns columns,
      SettingsChoice choice,
      boolean replace,
      Optional<Dataset<Row>> unlabelled)
      throws IOException {
    return learner(false).learn(request(task, uri, columns, choice, replace, unlabelled));
  }

  /** Asks a gate whether the version becomes production. */
  LearnOutcome learn(String task, String uri, SettingsChoice choice, GateRules gate)
      throws IOException {
    LearnRequest ungated = request(task, uri, KEYED, choice, false, Optional.empty());
    return learner(false)
        .learn(
            new LearnRequest(
                ungated.model(),
                ungated.rows(),
                ungated.backbone(),
                ungated.settings(),
                ungated.replace(),
                ungated.unlabelled(),
                gate,
                ungated.schedulerRun()));
  }

  /** Tells somebody else what it is doing. */
  LearnOutcome learn(
      String task, String uri, SettingsChoice choice, boolean replace, LearningListener listener)
      throws IOException {
    return learner(false, listener)
        .learn(request(task, uri, KEYED, choice, replace, Optional.empty()));
  }

  /** Trains ahead what {@link #learn} then finds done. */
  void prepare(String task, String uri, SettingsChoice choice, LearningListener listener)
      throws IOException {
    learner(false, listener).prepare(request(task, uri, KEYED, choice, false, Optional.empty()));
  }

  /** Trains in one executor. */
  LearnOutcome learnOnExecutor(
      String task, String uri, SettingsChoice choice, LearningListener listener)
      throws IOException {
    return learner(true, listener)
        .learn(request(task, uri, KEYED, choice, false, Optional.empty()));
  }

  private LearnRequest request(
      String task,
      String uri,
      TaskColumns columns,
      SettingsChoice choice,
      boolean replace,
      Optional<Dataset<Row>> unlabelled) {
    return new LearnRequest(
        root.toUri(),
        TaskRequest.of(task, uri).withColumns(columns),
        Optional.of(backbone),
        choice,
        replace,
        unlabelled,
        GateRules.NONE,
        Optional.empty());
  }

  FeatureCache features() {
    return new FeatureCache(spark, root.resolve("cache").toString(), 1L << 30);
  }

  LakeLearner learner(boolean onExecutor) {
    return learner(onExecutor, new Recorder());
  }

  private LakeLearner learner(boolean onExecutor, LearningListener listener) {
    return new LakeLearner(site(onExecutor, listener), store);
  }

  LearningSite site(boolean onExecutor, LearningListener listener) {
    return new LearningSite(
        spark,
        new org.apache.hadoop.fs.Path(store.root()),
        features(),
        Precision.FLOAT32,
        onExecutor,
        listener);
  }

  private final class Recorder implements LearningListener {
    @Override
    public void stage(String task, String stage) {
      stages.add(task + ": " + stage);
    }
  }

  /** Names of a version's objects: the adapter of each slot, then the head of each task. */
  static List<String> weights(LearnOutcome outcome) {
    LearnerState state = outcome.model().state();
    return Stream.of(
            state.pool().slots().stream().map(slot -> AdapterFile.toBytes(slot.weights())),
            state.tasks().stream().map(task -> HeadFile.toBytes(task.head())),
            state.tasks().stream()
                .flatMap(task -> task.fusion().stream())
                .map(fusion -> FusionFile.toBytes(fusion.weights())))
        .flatMap(all -> all)
        .map(ContentHash::sha256)
        .toList();
  }

  static SettingsChoice choice(String strategy, int poolSize) {
    return choice(strategy, poolSize, 3);
  }

  static SettingsChoice choice(String strategy, int poolSize, int epochs) {
    return choice(strategy, poolSize, epochs, OptionalInt.of(32));
  }

  /**
   * @param maxLength tokens of a text; empty where rows hold pictures
   */
  static SettingsChoice choice(String strategy, int poolSize, int epochs, OptionalInt maxLength) {
    SettingsChoice d = SettingsChoice.defaults();
    return ChangedChoice.small(strategy, poolSize)
        .maxLength(maxLength)
        .trained(d.training().withEpochs(epochs), d.consolidation().withEpochs(2))
        .choice();
  }
}
