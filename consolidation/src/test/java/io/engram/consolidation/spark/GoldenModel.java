package io.engram.consolidation.spark;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.engram.adapters.AdapterKind;
import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.store.VersionRecord;
import io.engram.consolidation.store.upkeep.Rollback;
import io.engram.consolidation.strategy.AdapterChoice;
import io.engram.consolidation.strategy.ChangedChoice;
import io.engram.consolidation.strategy.LearnerSettings.IdentityRule;
import io.engram.consolidation.strategy.SettingsChoice;
import io.engram.transformers.spark.SparkTest;
import io.engram.transformers.spark.TinyLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A model of format 1 that the real learner wrote, with all that a version can hold of texts: two
 * tasks in one slot, one without a slot, one fused, one of low rank, one in closed form.
 */
final class GoldenModel extends SparkTest {
  static final Path STORE = Path.of("src/test/resources/golden/model-format-1");
  static final Path ANSWERS = Path.of("src/test/resources/golden/model-format-1.json");

  /** Two tasks share a slot, the third has none: what the rollback brings back. */
  static final long BEFORE_THE_FUSION = 3;

  private static final long SEED = 2022;
  private static final int ROWS_A_CLASS = 16;

  /** Enough for answers that no last bit decides. */
  private static final int EPOCHS = 12;

  private static final List<String> PARTS =
      List.of("engram.json", "backbones", "objects", "versions", "log", "aliases");
  private static final StructType QUESTIONS =
      new StructType()
          .add("number", DataTypes.IntegerType)
          .add("text", DataTypes.StringType)
          .add("task", DataTypes.StringType);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * What a version said when it was written.
   *
   * @param task that was asked
   * @param found the task that the router finds for the text
   * @param confidence probability of that task
   * @param prediction a class
   * @param probability of each class
   */
  record Answer(
      long version,
      String task,
      String text,
      String found,
      double confidence,
      String prediction,
      List<Double> probability) {}

  private GoldenModel() {}

  /**
   * Writes the golden model of the current format; run by hand, once a format.
   *
   * @param args a folder to learn in, which the tasks' manifests name
   */
  public static void main(String[] args) throws IOException {
    Path root = Path.of(args[0]);
    LearntLake lake = new LearntLake(spark(), root, TinyLake.create(root, SEED));
    SettingsChoice ada = LearntLake.choice("ada", 1, EPOCHS);
    SettingsChoice identity = with(ada, ada.adapter(), IdentityRule.ALWAYS);
    SettingsChoice adapters = LearntLake.choice("adapters", 1, EPOCHS);
    AdapterChoice lora = new AdapterChoice(AdapterKind.LORA, 16, 2, 4);
    learn(lake, "first", ada);
    learn(lake, "second", ada);
    learn(lake, "frozen", identity);
    learn(lake, "fused", LearntLake.choice("fusion", 1, EPOCHS));
    learn(lake, "low-rank", with(adapters, lora, adapters.identity()));
    learn(lake, "closed", LearntLake.choice("ranpac", 3, EPOCHS));
    lake.store.moveAlias("production", 2, 0, "the first that was good enough");
    lake.store.moveAlias("candidate", 5, 0, "to be looked at");
    lake.store.moveAlias("production", BEFORE_THE_FUSION, 1, "better");
    Configuration conf = new Configuration();
    new Rollback(lake.store, conf).to(BEFORE_THE_FUSION, "back to where one can consolidate");
    Files.write(
        ANSWERS, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(answers(lake.store)));
    copy(root, STORE);
    spark().stop();
  }

  private static void learn(LearntLake lake, String task, SettingsChoice choice)
      throws IOException {
    lake.learn(task, lake.write(task, classes(task), ROWS_A_CLASS), choice, false);
  }

  private static int classes(String task) {
    return task.equals("second") ? 3 : 2;
  }

  private static SettingsChoice with(SettingsChoice d, AdapterChoice adapter, IdentityRule rule) {
    return ChangedChoice.of(d).adapter(adapter).identity(rule).choice();
  }

  private static List<Answer> answers(ModelStore store) throws IOException {
    List<Answer> answers = new ArrayList<>();
    for (VersionRecord version : store.versions()) {
      PipelineModel model = PipelineModel.load(store.checkedFolder(version).toString());
      List<Answer> questions = new ArrayList<>();
      for (String task : ((ContinualClassifierModel) model.stages()[0]).tasks()) {
        LearntLake.rows(task, classes(task), ROWS_A_CLASS).stream()
            .filter(row -> row.getString(0).endsWith("-0") || row.getString(0).endsWith("-4"))
            .forEach(
                row ->
                    questions.add(
                        new Answer(version.number(), task, row.getString(1), null, 0, null, null)));
      }
      answers.addAll(ask(spark(), model, questions));
    }
    return answers;
  }

  /** The copied parts are the store; what else a lake holds is never needed to read a model. */
  static void copy(Path from, Path to) throws IOException {
    for (String part : PARTS) {
      try (Stream<Path> files = Files.walk(from.resolve(part))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Path target = to.resolve(from.relativize(file).toString());
          Files.createDirectories(target.getParent());
          Files.copy(file, target);
        }
      }
    }
  }

  static List<Answer> recorded() throws IOException {
    return JSON.readValue(Files.readAllBytes(ANSWERS), new TypeReference<List<Answer>>() {});
  }

  /** The questions of one version, answered by a pipeline, in their order. */
  static List<Answer> ask(SparkSession spark, PipelineModel model, List<Answer> questions) {
    List<Row> rows = new ArrayList<>();
    for (Answer question : questions) {
      rows.add(RowFactory.create(rows.size(), question.text(), question.task()));
    }
    Dataset<Row> table = spark.createDataFrame(rows, QUESTIONS);
    List<Row> found =
        ((ContinualClassifierModel) model.stages()[0])
            .copy(ParamMap.empty())
            .setTask("auto")
            .transform(table.drop("task"))
            .orderBy("number")
            .collectAsList();
    List<Row> scored = model.transform(table).orderBy("number").collectAsList();
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < questions.size(); i++) {
      List<Double> probability = new ArrayList<>();
      for (double p : scored.get(i).<Vector>getAs("probability").toArray()) {
        probability.add(rounded(p));
      }
      answers.add(
          new Answer(
              Long.parseLong(scored.get(i).getAs("modelVersion")),
              questions.get(i).task(),
              questions.get(i).text(),
              found.get(i).getAs("task"),
              rounded(found.get(i).<Double>getAs("confidence")),
              scored.get(i).getAs("prediction"),
              probability));
    }
    return answers;
  }

  private static double rounded(double probability) {
    return Double.parseDouble(String.format(Locale.ROOT, "%.8f", probability));
  }
}
