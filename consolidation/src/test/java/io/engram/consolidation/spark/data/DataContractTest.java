package io.engram.consolidation.spark.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.engram.consolidation.task.DataRefusedException;
import io.engram.consolidation.task.Split;
import io.engram.consolidation.task.SplitCounts;
import io.engram.consolidation.task.TaskColumns;
import io.engram.consolidation.task.TaskManifest;
import io.engram.transformers.spark.SparkTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class DataContractTest extends SparkTest {
  private static final TaskColumns COLUMNS =
      new TaskColumns("text", null, "label", "split", List.of("id"));
  private static final StructType SCHEMA = schema(DataTypes.StringType, DataTypes.StringType);

  @Test
  void aGoodTableGivesAManifest() {
    TaskManifest manifest = check(table(SCHEMA, good()), COLUMNS);
    assertThat(manifest.classes()).containsExactly("bird", "fish");
    assertThat(manifest.counts())
        .containsExactly(
            Map.entry("bird", new SplitCounts(4, 1, 1)),
            Map.entry("fish", new SplitCounts(4, 0, 2)));
    assertThat(manifest.fingerprint()).matches("[0-9a-f]{64}");
    assertThat(manifest.texts().longest()).isEqualTo(7);
    assertThat(manifest.texts().replaced()).isZero();
  }

  @Test
  void aMissingColumnIsRefusedWithTheColumnsThereAre() {
    assertThat(refusal(table(SCHEMA, good()), TaskColumns.defaults().text() + "s"))
        .isEqualTo(
            "the data of task animals, table memory, is refused: column 'texts' is missing; there"
                + " are id, text, label, split. Name the column that holds it.");
  }

  @Test
  void nullAndBlankTextsAreRefusedByRowKey() {
    List<Row> rows = good();
    rows.add(RowFactory.create("n1", null, "bird", "train"));
    rows.add(RowFactory.create("n2", " \t\u00a0\u200b\n", "bird", "train"));
    assertThat(refusal(rows))
        .contains("text column 'text' is null or blank in 2 rows (rows n1, n2)")
        .contains("Leave such rows out.");
  }

  @Test
  void nullLabelsAreRefusedByRowKey() {
    List<Row> rows = good();
    rows.add(RowFactory.create("n1", "nothing", null, "train"));
    rows.add(RowFactory.create("n2", "blank", "  ", "train"));
    assertThat(refusal(rows))
        .contains("label column 'label' is null or blank in 2 rows (rows n1, n2)");
  }

  @Test
  void fractionsAreNoLabelsButWholeNumbersAre() {
    StructType schema = schema(DataTypes.StringType, DataTypes.DoubleType);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      rows.add(RowFactory.create("k" + i, "text " + i, (double) (i % 2), "train"));
    }
    assertThat(check(table(schema, rows), COLUMNS).classes()).containsExactly("0", "1");
    rows.add(RowFactory.create("half", "text half", 0.5, "train"));
    rows.add(RowFactory.create("nan", "text nan", Double.NaN, "train"));
    assertThat(refusal(table(schema, rows), "text"))
        .contains("label column 'label' is not categorical: it holds fractions in 2 rows")
        .contains("(rows half, nan)");
  }

  @Test
  void aDateIsNoLabel() {
    StructType schema = schema(DataTypes.StringType, DataTypes.DateType);
    assertThat(refusal(table(schema, List.of()), "text"))
        .contains("label column 'label' is of type date, not categorical");
  }

  @Test
  void aNumberIsNoText() {
    StructType schema = schema(DataTypes.IntegerType, DataTypes.StringType);
    assertThat(refusal(table(schema, List.of()), "text"))
        .contains("text column 'text' is of type int");
  }

  @Test
  void aLabelThatIsNearlyAnotherOneInEveryRowIsRefused() {
    List<Row> rows = good();
    for (int i = 0; i < 20; i++) {
      rows.add(RowFactory.create("u" + i, "text u" + i, "name " + i, "train"));
    }
    assertThat(refusal(rows))
        .contains("label column 'label' has 22 classes in 32 rows, nearly one a row")
        .contains("'bird', 'fish', 'name 0'");
  }

  @Test
  void moreThanAThousandClassesAreRefusedWithoutCountingThemAll() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      rows.add(RowFactory.create("u" + i, "text u" + i, "class " + i % 5000, "train"));
    }
    assertThat(refusal(rows)).contains("label column 'label' has more than 1000 classes");
  }

  @Test
  void brokenUtf8InBinaryTextsIsRefusedAndItsReplacementMarkIsCounted() {
    StructType schema = schema(DataTypes.BinaryType, DataTypes.StringType);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      byte[] text = ("text \uFFFD " + i).getBytes(StandardCharsets.UTF_8);
      rows.add(RowFactory.create("k" + i, text, i % 2 == 0 ? "a" : "b", "train"));
    }
    assertThat(check(table(schema, rows), COLUMNS).texts().replaced()).isEqualTo(10);
    rows.add(RowFactory.create("broken", new byte[] {'a', (byte) 0xc3, 'b'}, "a", "train"));
    assertThat(refusal(table(schema, rows), "text"))
        .contains("text column 'text' is not valid UTF-8 in 1 row (row broken)");
  }

  @Test
  void aClassOfFewerThanFourRowsIsRefusedByName() {
    List<Row> rows = good();
    rows.add(RowFactory.create("w1", "a whale", "whale", "train"));
    rows.add(RowFactory.create("w2", "blue whale", "whale", "train"));
    rows.add(RowFactory.create("w3", "grey whale", "whale", "test"));
    assertThat(refusal(rows)).contains("class 'whale' has 3 rows. A class needs at least 4");
  }

  @Test
  void aClassWithoutTrainingRowsIsRefusedByName() {
    List<Row> rows = good();
    for (int i = 0; i < 5; i++) {
      rows.add(RowFactory.create("w" + i, "whale " + i, "whale", "test"));
    }
    assertThat(refusal(rows)).contains("class 'whale' has no training row among its 5 rows");
  }

  @Test
  void oneClassOnlyIsRefused() {
    List<Row> rows = good().stream().filter(row -> row.getString(2).equals("bird")).toList();
    assertThat(refusal(rows))
        .contains("all rows have the class 'bird'. A task needs at least two classes.");
  }

  @Test
  void anEmptyTableIsRefused() {
    assertThat(refusal(List.of())).contains("there are no rows");
  }

  @Test
  void aTextOfFiveMegabytesIsRefusedByRowKey() {
    List<Row> rows = good();
    rows.add(RowFactory.create("huge", "x".repeat(5_000_000), "bird", "train"));
    assertThat(refusal(rows))
        .contains("text column 'text' has 5000000 bytes or more in 1 row (row huge)")
        .contains("Cut such texts")
        .hasSizeLessThan(500);
  }

  @Test
  void aTextInTrainingAndInTestRowsIsRefusedByBothKeys() {
    List<Row> rows = good();
    rows.add(RowFactory.create("t9", "robin 0", "bird", "test"));
    assertThat(refusal(rows))
        .contains("1 text is among the training rows and the test rows")
        .contains("b0 (train) = t9 (test)");
  }

  @Test
  void anUnknownSplitIsRefused() {
    List<Row> rows = good();
    rows.add(RowFactory.create("h", "held out", "bird", "holdout"));
    assertThat(refusal(rows))
        .contains("split column 'split' is neither train, validation nor test in 1 row (row h)");
  }

  @Test
  void keysThatRepeatOrAreNullAreRefused() {
    List<Row> rows = good();
    rows.add(RowFactory.create("b0", "another text", "bird", "train"));
    assertThat(refusal(rows)).contains("1 key of [id] occurs twice or more (row b0)");
    rows.add(RowFactory.create(null, "without key", "bird", "train"));
    assertThat(refusal(rows)).contains("a key column of [id] is null in 1 row");
  }

  @Test
  void noTestRowsAreFine() {
    List<Row> rows = good().stream().filter(row -> !row.getString(3).equals("test")).toList();
    assertThat(check(table(SCHEMA, rows), COLUMNS).rows().test()).isZero();
  }

  @Test
  void severalProblemsAreToldAtOnce() {
    List<Row> rows = good();
    rows.add(RowFactory.create("n1", null, "bird", "train"));
    rows.add(RowFactory.create("n2", "nothing", null, "train"));
    DataRefusedException refused = refused(table(SCHEMA, rows), COLUMNS);
    assertThat(refused.problems()).extracting("code").containsExactly("blank-text", "null-label");
    assertThat(refused.getMessage().lines()).hasSize(3);
  }

  @Test
  void theFingerprintDependsOnTheContentAlone() {
    String fingerprint = check(table(SCHEMA, good()), COLUMNS).fingerprint();
    Dataset<Row> shuffled = table(SCHEMA, good()).repartition(7).orderBy("text");
    assertThat(check(shuffled, COLUMNS).fingerprint()).isEqualTo(fingerprint);
    Set<String> others = new HashSet<>(List.of(fingerprint));
    for (int column = 0; column < 4; column++) {
      List<Row> rows = good();
      Object[] values = {"b0", "robin 0", "bird", "train"};
      values[column] = List.of("new key", "new text", "fish", "validation").get(column);
      rows.set(0, RowFactory.create(values));
      others.add(check(table(SCHEMA, rows), COLUMNS).fingerprint());
    }
    // The same row twice does not cancel out.
    List<Row> doubled = new ArrayList<>(good());
    TaskColumns keyless = new TaskColumns("text", null, "label", "split", List.of());
    others.add(check(table(SCHEMA, doubled), keyless).fingerprint());
    doubled.addAll(good());
    others.add(check(table(SCHEMA, doubled), keyless).fingerprint());
    assertThat(others).hasSize(7);
  }

  @Test
  void rowsAreReadInTheHousesColumnsWithUniqueKeys() {
    List<Row> rows = good();
    rows.add(rows.get(0));
    TaskColumns keyless = new TaskColumns("TEXT", null, "label", "split", List.of());
    TaskTable task = TaskReader.of(table(SCHEMA, rows), request(keyless));
    assertThat(task.rows().columns()).containsExactly("row_key", "text", "pair", "label", "split");
    List<Row> read = task.rows().collectAsList();
    assertThat(read).hasSize(13).extracting(row -> row.getString(0)).doesNotHaveDuplicates();
    assertThat(task.rows(Split.TRAIN).count()).isEqualTo(9);
  }

  @Test
  void withoutASplitColumnEachTextIsAlwaysOnTheSameSide() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 4000; i++) {
      rows.add(RowFactory.create("k" + i, "text " + i / 2, i % 2 == 0 ? "a" : "b", null));
    }
    TaskColumns columns = new TaskColumns("text", null, "label", null, List.of("id"));
    Dataset<Row> table = table(SCHEMA, rows);
    SplitCounts counts = check(table, columns).rows();
    assertThat(counts.test()).isBetween(700L, 900L);
    assertThat(counts.validation()).isBetween(240L, 400L);
    Dataset<Row> split = TaskReader.of(table, request(columns)).rows();
    assertThat(split.select("text", "split").distinct().count()).isEqualTo(2000);
    assertThat(check(table.repartition(5), columns).rows()).isEqualTo(counts);
  }

  private static List<Row> good() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      rows.add(RowFactory.create("b" + i, "robin " + i, "bird", "train"));
      rows.add(RowFactory.create("f" + i, "trout " + i, "fish", " Train"));
    }
    rows.add(RowFactory.create("b4", "robin 4", "bird", "dev"));
    rows.add(RowFactory.create("b5", "robin 5", "bird", "test"));
    rows.add(RowFactory.create("f5", "trout 5", "fish", "test"));
    rows.add(RowFactory.create("f6", "trout 6", "fish", "test"));
    return rows;
  }

  private static StructType schema(DataType text, DataType label) {
    return new StructType()
        .add("id", DataTypes.StringType)
        .add("text", text)
        .add("label", label)
        .add("split", DataTypes.StringType);
  }

  private static Dataset<Row> table(StructType schema, List<Row> rows) {
    return spark().createDataFrame(rows, schema);
  }

  private static TaskRequest request(TaskColumns columns) {
    return TaskRequest.of("animals", "memory").withColumns(columns);
  }

  private static TaskManifest check(Dataset<Row> table, TaskColumns columns) {
    return DataContract.standard().check(TaskReader.of(table, request(columns)));
  }

  private static DataRefusedException refused(Dataset<Row> table, TaskColumns columns) {
    return catchThrowableOfType(DataRefusedException.class, () -> check(table, columns));
  }

  private static String refusal(List<Row> rows) {
    return refused(table(SCHEMA, rows), COLUMNS).getMessage();
  }

  private static String refusal(Dataset<Row> table, String textColumn) {
    TaskColumns columns = new TaskColumns(textColumn, null, "label", "split", List.of("id"));
    return refused(table, columns).getMessage();
  }
}
