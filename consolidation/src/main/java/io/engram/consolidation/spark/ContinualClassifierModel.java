package io.engram.consolidation.spark;

import io.engram.consolidation.model.ModelCodec;
import io.engram.consolidation.model.StoredModel;
import io.engram.consolidation.spark.ScoringPlan.Answers;
import io.engram.consolidation.spark.data.TaskReader;
import io.engram.consolidation.store.serving.LakeObjects;
import io.engram.consolidation.strategy.RouterRule;
import io.engram.consolidation.task.LabelQuestion;
import io.engram.transformers.lake.ContentHash;
import io.engram.transformers.spark.BackboneAddress;
import io.engram.transformers.spark.HasPictureParams;
import io.engram.transformers.spark.PictureParams;
import io.engram.transformers.spark.SparkModel;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * One version of a continual classifier as a Spark ML model: scores any table whose rows name a
 * task that was learnt.
 *
 * <p>{@code transform} keeps the input's columns and adds {@code prediction} (the label), {@code
 * predictionIndex}, {@code probability}, {@code task}, {@code modelVersion} and {@code error}. With
 * {@code setTask("auto")} the task of each row is found from its features, {@code task} says which,
 * and {@code confidence} and {@code novelty} how sure that is and how unlike the row is to all that
 * was learnt. With {@code setAllTasks("labels")} a row of a multi-label table gets the set of its
 * labels and the probability of each. Each executor loads the backbone and the version once. The
 * stage holds the version's document; weights stay in the lake and are read, and checked by hash,
 * where they are used.
 */
public final class ContinualClassifierModel extends SparkModel<ContinualClassifierModel>
    implements HasScoringParams<ContinualClassifierModel>,
        HasPictureParams<ContinualClassifierModel> {
  private static final long serialVersionUID = 1L;

  private final ScoringStage columns = new ScoringStage(this);
  private final PictureParams pictures = new PictureParams(this);
  private final byte[] document;
  private final transient ModelCodec.Header header;
  private final String objectsUri;
  private final String backboneUri;

  /**
   * Spark Connect finds the classes it may load by service files, which list only classes that have
   * such a constructor; it calls {@link #load}.
   *
   * @throws UnsupportedOperationException always: there is no model without a document
   */
  public ContinualClassifierModel() {
    super("none");
    throw new UnsupportedOperationException(
        "a ContinualClassifierModel is fitted or loaded, never made by itself");
  }

  /**
   * @param document {@code model.json}
   * @param objectsUri folder of the objects it names
   * @param backbonesUri folder of the backbones
   */
  ContinualClassifierModel(String uid, byte[] document, String objectsUri, String backbonesUri) {
    super(uid);
    this.document = document.clone();
    this.objectsUri = objectsUri;
    this.header = ModelCodec.header(document);
    this.backboneUri = backbonesUri + "/" + header.backbone().sha256();
  }

  /**
   * A version by its folder in a lake: what {@code PipelineModel.load} of that folder holds. What
   * this stage reads is verified: adapters, heads, statistics, reservoir and backbone by the hashes
   * in {@code model.json}, and {@code model.json} and the metadata by the version's record, where
   * there is one: in a store, and in an exported folder as {@code engram-version.json}. A folder
   * saved by hand has no record. Spark has parsed the metadata and made the objects of its classes
   * before that: only {@link CheckedPipeline} and {@link PublishedModel} look at the class names
   * first.
   */
  public static MLReader<ContinualClassifierModel> read() {
    return new ModelReader();
  }

  public static ContinualClassifierModel load(String path) {
    return read().load(path);
  }

  @Override
  public ScoringStage scoring() {
    return columns;
  }

  @Override
  public PictureParams pictures() {
    return pictures;
  }

  @Override
  public ContinualClassifierModel self() {
    return this;
  }

  @Override
  public MLWriter write() {
    return new ModelWriter(this);
  }

  /** Ids of the tasks it can answer, in the order they were learnt. */
  public List<String> tasks() {
    return header.tasks();
  }

  /** By task, the labels of a multi-label table that it was taught, as {@code labels} asks them. */
  public Map<String, LabelQuestion> labels() {
    return header.labels();
  }

  /**
   * Classes of a task in the order of {@code predictionIndex}.
   *
   * @throws IllegalArgumentException when the task was never learnt
   */
  public List<String> classes(String task) {
    return ModelCodec.classes(document, task);
  }

  /**
   * The index of a label in the task's classes, as {@code predictionIndex} counts them: what
   * Spark's evaluators compare with. Null for a label that the task does not have. A label is
   * written as learning writes it: class {@code 1} is 1.0 in a column of doubles.
   *
   * @param labelCol column of the label
   * @throws IllegalArgumentException when the task was never learnt
   */
  public Column labelIndex(String labelCol, String task) {
    Column[] names = classes(task).stream().map(functions::lit).toArray(Column[]::new);
    Column position = functions.array_position(functions.array(names), TaskReader.labels(labelCol));
    return functions.when(position.gt(0), position.minus(1)).cast("double");
  }

  /** Number of the version in its store; 0 when it was not published. */
  public long version() {
    return header.version();
  }

  /** What the model predicts with and learns on from; reads adapters and heads from the lake. */
  public StoredModel stored(Configuration configuration) {
    return ModelCodec.decode(document, new LakeObjects(objectsUri, configuration));
  }

  /**
   * What finds the tasks of rows that name none. Where that is more than a setting, the statistics
   * of every task are read from the lake.
   */
  public RouterRule router(Configuration configuration) {
    RouterRule rule = header.settings().router();
    return rule.keepsRandomFeatures()
        ? ModelCodec.router(document, new LakeObjects(objectsUri, configuration)).chosen()
        : rule;
  }

  @Override
  public Dataset<Row> transform(Dataset<?> table) {
    return score(table, new ScoringCounters(table.sparkSession()));
  }

  /** As {@link #transform}, and counts rows as they are scored. */
  public Dataset<Row> score(Dataset<?> table, ScoringCounters counters) {
    if (columns.answers() == Answers.ROUTED) {
      ModelCodec.requireRoutable(document);
    }
    if (columns.answers() == Answers.LABELS) {
      header.requireLabels();
    }
    return score(table.toDF(), plan(table.schema()), transformSchema(table.schema()), counters);
  }

  /** Rows by the task that they name and by the one that is found, for {@link RoutedEvaluation}. */
  Dataset<Row> scoreBothWays(Dataset<Row> table, ScoringCounters counters) {
    ModelCodec.requireRoutable(document);
    return score(
        table,
        plan(table.schema()).asking(Answers.NAMED_AND_ROUTED),
        RoutedEvaluation.schema(table.schema()),
        counters);
  }

  private ScoringPlan plan(StructType schema) {
    return columns.plan(
        schema, pictures.reading(), versionLabel(), header.pairTasks(), header.labels());
  }

  private Dataset<Row> score(
      Dataset<Row> table, ScoringPlan plan, StructType schema, ScoringCounters counters) {
    return table.mapPartitions(
        new ScoreRows(source(table.sparkSession()), plan, counters), Encoders.row(schema));
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return columns.outputSchema(schema);
  }

  ModelSource source(SparkSession spark) {
    Broadcast<byte[]> bytes =
        JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(document);
    return new ModelSource(
        ModelSource.keyOf(document, objectsUri),
        bytes,
        objectsUri,
        BackboneAddress.of(spark, backboneUri));
  }

  byte[] document() {
    return document.clone();
  }

  String objectsUri() {
    return objectsUri;
  }

  String backboneUri() {
    return backboneUri;
  }

  // Outside a store there is no number: the content names the model.
  private String versionLabel() {
    long version = version();
    return version > 0
        ? Long.toString(version)
        : "unpublished-" + ContentHash.sha256(document).substring(0, 12);
  }

  @Override
  public ContinualClassifierModel copy(ParamMap extra) {
    String backbones = backboneUri.substring(0, backboneUri.lastIndexOf('/'));
    ContinualClassifierModel copy =
        copyValues(new ContinualClassifierModel(uid(), document, objectsUri, backbones), extra);
    return hasParent() ? copy.setParent(parent()) : copy;
  }
}
