package io.engram.consolidation.spark;

import io.engram.consolidation.model.StoredModel;
import io.engram.consolidation.spark.data.DataContract;
import io.engram.consolidation.spark.data.TaskTable;
import io.engram.consolidation.store.ModelReference;
import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.store.WriterLease;
import io.engram.consolidation.strategy.LearnedTask;
import io.engram.consolidation.strategy.LearnerSettings;
import io.engram.consolidation.strategy.LearnerState;
import io.engram.consolidation.task.TaskColumns;
import io.engram.consolidation.task.TaskManifest;
import io.engram.transformers.input.InputKind;
import io.engram.transformers.lake.backbones.Backbones;
import io.engram.transformers.spark.FeatureCache;
import io.engram.transformers.spark.HasPictureParams;
import io.engram.transformers.spark.PictureParams;
import io.engram.transformers.spark.SparkEstimator;
import io.engram.transformers.spark.WorkFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Learns the tasks of a table one after another: rows name their task in {@code taskCol}; tasks are
 * learnt in the order of their ids. {@code setInitialModel(uri)} goes on from a version of a store;
 * a task that it learnt from the same rows stays as it is, from other rows it is refused unless
 * {@code setReplace(true)}. Nothing is published: save the model before a clean-up of that store
 * takes what no version names (an hour by default), or learn into a store with {@link LakeLearner}.
 */
public final class ContinualClassifier extends SparkEstimator<ContinualClassifierModel>
    implements HasScoringParams<ContinualClassifier>,
        HasLearningParams<ContinualClassifier>,
        HasPictureParams<ContinualClassifier> {
  private static final long serialVersionUID = 1L;

  private final ScoringStage columns = new ScoringStage(this);
  private final LearningParams learning = new LearningParams(this);
  private final PictureParams pictures = new PictureParams(this);
  private final Param<String> labelCol = stringParam("labelCol", "column of the class", "label");
  private final Param<String> splitCol =
      stringParam(
          "splitCol", "column that says train, validation or test; empty: all rows are learnt", "");
  private final Param<String> backbone =
      stringParam("backbone", "name, or address of a backbone folder", "minilm");
  private final Param<String> initialModel =
      stringParam(
          "initialModel", "version of a store to go on from: URI, URI@ALIAS or URI#VERSION", "");
  private final Param<String> workUri =
      stringParam(
          "workUri",
          "folder that driver and executors reach, for backbones, weights and features; not used with initialModel, whose store takes them",
          "");
  private final BooleanParam replace =
      booleanParam(
          "replace",
          "learn a task again that initialModel learnt from other data; otherwise it is refused",
          false);
  private final Param<String> trainOn =
      choiceParam("trainOn", "where trainings run", "driver", List.of("driver", "executor"));

  public ContinualClassifier() {
    this(org.apache.spark.ml.util.Identifiable$.MODULE$.randomUID("continualClassifier"));
  }

  public ContinualClassifier(String uid) {
    super(uid);
  }

  public static MLReader<ContinualClassifier> read() {
    return new DefaultParamsReader<>();
  }

  public static ContinualClassifier load(String path) {
    return read().load(path);
  }

  @Override
  public ScoringStage scoring() {
    return columns;
  }

  @Override
  public LearningParams learning() {
    return learning;
  }

  @Override
  public PictureParams pictures() {
    return pictures;
  }

  @Override
  public ContinualClassifier self() {
    return this;
  }

  @Override
  public ContinualClassifierModel fit(Dataset<?> tasks) {
    try {
      return fit(tasks.toDF(), tasks.sparkSession());
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private ContinualClassifierModel fit(Dataset<Row> table, SparkSession spark) throws IOException {
    transformSchema(table.schema());
    String initial = value(initialModel);
    URI root = root(spark, initial);
    if (initial.isEmpty()) {
      return fit(table, root, null);
    }
    Configuration hadoop = spark.sessionState().newHadoopConf();
    ModelStore store = ModelStore.open(root, hadoop);
    PublishedModel published = PublishedModel.load(spark, store, ModelReference.parse(initial));
    // No version names what is learnt here: a clean-up meanwhile would take it for nobody's.
    try (WriterLease lease = store.lease("fit", List.of(published.record().number()))) {
      return fit(table, root, published.model().stored(hadoop));
    }
  }

  private ContinualClassifierModel fit(Dataset<Row> table, URI root, StoredModel before)
      throws IOException {
    SparkSession spark = table.sparkSession();
    LearningSite site =
        new LearningSite(
            spark,
            new Path(root),
            new FeatureCache(
                spark, new Path(new Path(root), "cache").toString(), LearningSite.CACHE_BYTES),
            LearningSite.PRECISION,
            value(trainOn).equals("executor"),
            LearningListener.NONE);
    Backbones backbones = new Backbones(root, spark.sessionState().newHadoopConf());
    StoredModel model = before;
    LearnerSettings settings;
    if (model == null) {
      Backbones.Entry entry = backbones.bring(value(backbone), null);
      settings = learning.choice().on(entry.config().encoder());
      model = StoredModel.fresh(entry.ref(), settings);
    } else {
      backbones.requireSame(
          isSet(backbone) ? Optional.of(value(backbone)) : Optional.empty(), model.backbone());
      settings = learning.choice().on(backbones.encoder(model.backbone()), model.settings());
      model = model.under(settings);
    }
    InputKind kind = backbones.encoder(model.backbone()).kind();
    MixedTable tasks =
        new MixedTable(table, value(columns.taskCol), taskColumns(kind), pictures.reading());
    ContinualLearner learner = new ContinualLearner(site);
    // What is wrong with the last of them is said before the first is learnt.
    List<ContinualLearner.Task> toLearn = new ArrayList<>();
    for (String task : tasks.ids()) {
      TaskTable rows = tasks.task(task);
      TaskManifest manifest = DataContract.standard().check(rows);
      if (!stands(model.state(), manifest)) {
        toLearn.add(new ContinualLearner.Task(manifest, rows.rows(), pictures.reading()));
      }
    }
    for (ContinualLearner.Task task : toLearn) {
      model = learner.learn(model, task, settings).model();
    }
    ContinualClassifierModel stage =
        VersionPublisher.candidate(model.withVersion(0), site).stage().setParent(this);
    return copyValues(stage, extractParamMap());
  }

  // What a model learnt from these very rows stays; other rows are refused unless they replace.
  private boolean stands(LearnerState state, TaskManifest manifest) {
    Optional<LearnedTask> known = state.task(manifest.id().value());
    if (known.isEmpty()) {
      return false;
    }
    boolean same = known.get().manifest().hasDataOf(manifest);
    if (!same && !value(replace)) {
      throw LearntBefore.refusal(known.get(), manifest);
    }
    return same;
  }

  private URI root(SparkSession spark, String initial) {
    if (!initial.isEmpty()) {
      return WorkFolder.qualified(spark, ModelReference.parse(initial).root());
    }
    return WorkFolder.of(spark, value(workUri));
  }

  private TaskColumns taskColumns(InputKind kind) {
    String input = value(columns.inputCol);
    String split = value(splitCol).isEmpty() ? null : value(splitCol);
    List<String> keys = List.of(value(columns.keyCols));
    if (kind == InputKind.IMAGE) {
      return TaskColumns.ofImages(input, value(labelCol), split, keys);
    }
    String pair = value(columns.pairCol).isEmpty() ? null : value(columns.pairCol);
    return new TaskColumns(input, pair, value(labelCol), split, keys);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    for (String column :
        List.of(value(columns.inputCol), value(labelCol), value(columns.taskCol))) {
      if (!List.of(schema.fieldNames()).contains(column)) {
        throw new IllegalArgumentException(
            "the table has no column '"
                + column
                + "'; it has "
                + String.join(", ", schema.fieldNames()));
      }
    }
    if (!schema.apply(value(columns.taskCol)).dataType().equals(DataTypes.StringType)) {
      throw new IllegalArgumentException(
          "column '" + value(columns.taskCol) + "' (taskCol) must be a string");
    }
    return columns.outputSchemaAfterLearning(schema);
  }

  public Param<String> labelCol() {
    return labelCol;
  }

  public ContinualClassifier setLabelCol(String value) {
    set(labelCol, value);
    return this;
  }

  public Param<String> splitCol() {
    return splitCol;
  }

  public ContinualClassifier setSplitCol(String value) {
    set(splitCol, value);
    return this;
  }

  public Param<String> backbone() {
    return backbone;
  }

  public ContinualClassifier setBackbone(String value) {
    set(backbone, value);
    return this;
  }

  public Param<String> initialModel() {
    return initialModel;
  }

  public ContinualClassifier setInitialModel(String value) {
    set(initialModel, value);
    return this;
  }

  public Param<String> workUri() {
    return workUri;
  }

  public ContinualClassifier setWorkUri(String value) {
    set(workUri, value);
    return this;
  }

  public BooleanParam replace() {
    return replace;
  }

  public ContinualClassifier setReplace(boolean value) {
    set(replace, value);
    return this;
  }

  public Param<String> trainOn() {
    return trainOn;
  }

  public ContinualClassifier setTrainOn(String value) {
    set(trainOn, value);
    return this;
  }
}
