package io.engram.consolidation.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskManifestTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "0", "word-net.animal_2", "x.."})
  void safeNamesAreTaskIds(String name) {
    assertThat(new TaskId(name).value()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".hidden", "-x", "_x", "Upper", "a b", "a/b", "../x", "a\n", "ä", "a\u0000"})
  void otherNamesAreRefusedWithTheRule(String name) {
    assertThatThrownBy(() -> new TaskId(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 64 lower-case letters");
  }

  @Test
  void aTaskIdOf64CharactersIsTheLongest() {
    assertThat(new TaskId("a".repeat(64)).value()).hasSize(64);
    assertThatThrownBy(() -> new TaskId("a".repeat(65))).hasMessageContaining("is not valid");
    assertThatThrownBy(() -> new TaskId("A".repeat(9999)))
        .satisfies(error -> assertThat(error.getMessage()).hasSizeLessThan(300));
  }

  @Test
  void theManifestSurvivesJson() throws Exception {
    ObjectMapper json = new ObjectMapper();
    TaskManifest manifest = manifest(List.of("bird", "fish"));
    String text = json.writeValueAsString(manifest);
    assertThat(text).contains("\"id\":\"animals\"");
    assertThat(json.readValue(text, TaskManifest.class)).isEqualTo(manifest);
    assertThat(manifest.rows()).isEqualTo(new SplitCounts(11, 2, 3));
    assertThat(manifest.trainCounts()).containsExactly(5, 6);
  }

  @Test
  void theShareOfALabelIsInJsonWhereThereIsOneAndNowhereElse() throws Exception {
    ObjectMapper json = new ObjectMapper();
    TaskManifest plain = manifest(List.of("bird", "fish"));
    assertThat(json.writeValueAsString(plain)).doesNotContain("labelShare");
    assertThat(plain.question()).isEmpty();
    TaskManifest label = asking(plain, "fish");
    TaskManifest read = json.readValue(json.writeValueAsString(label), TaskManifest.class);
    assertThat(read).isEqualTo(label);
    assertThat(read.question().orElseThrow().index()).isEqualTo(1);
    assertThat(read.question().orElseThrow().corrected(0.5)).isCloseTo(0.02, within(1e-12));
    assertThatThrownBy(() -> asking(plain, "cat"))
        .hasMessageContaining("asks for label 'cat' and has classes [bird, fish]");
  }

  private static TaskManifest asking(TaskManifest task, String label) {
    return new TaskManifest(
        task.id(),
        task.columns(),
        task.splits(),
        task.classes(),
        task.counts(),
        task.fingerprint(),
        task.source(),
        task.texts(),
        new LabelShare(label, 0.02));
  }

  @Test
  void aTaskIdInJsonIsCheckedWhenItIsRead() throws Exception {
    String text = new ObjectMapper().writeValueAsString(manifest(List.of("bird", "fish")));
    String hostile = text.replace("\"animals\"", "\"../../etc\"");
    assertThatThrownBy(() -> new ObjectMapper().readValue(hostile, TaskManifest.class))
        .hasMessageContaining("is not valid");
  }

  @Test
  void classesOutOfOrderAreRefused() {
    assertThatThrownBy(() -> manifest(List.of("fish", "bird")))
        .hasMessageContaining("not in natural order");
  }

  @Test
  void secretsOfASourceAreNotKept() {
    TableSource source =
        TableSource.of(
            "jdbc:x://joe:hunter2@host/db",
            "jdbc",
            Map.of(
                "dbtable",
                "t",
                "password",
                "hunter2",
                "fs.s3a.access.key",
                "hunter2",
                "fs.s3a.secret.key",
                "hunter2",
                "header",
                "true"));
    assertThat(source.toString()).doesNotContain("hunter2");
    assertThat(source.options()).containsOnlyKeys("dbtable", "header");
  }

  @Test
  void splitsAreKnownByTheirUsualNames() {
    assertThat(Split.of(" Train ")).contains(Split.TRAIN);
    assertThat(Split.of("dev")).contains(Split.VALIDATION);
    assertThat(Split.of("TEST")).contains(Split.TEST);
    assertThat(Split.of("holdout")).isEmpty();
  }

  @Test
  void aRefusalNamesTableColumnRowsAndRemedy() {
    DataProblem problem =
        new DataProblem(
            "null-label",
            "label",
            null,
            List.of("k1", "k2"),
            5,
            "column label is null in 5 rows",
            "Give each row a label or leave the rows out.");
    assertThat(new DataRefusedException("animals", "s3a://lake/x", List.of(problem)))
        .hasMessage(
            "the data of task animals, table s3a://lake/x, is refused: column label is null in 5"
                + " rows (rows k1, k2 and 3 more). Give each row a label or leave the rows"
                + " out.");
  }

  @Test
  void whatTheDataHoldsCannotForgeOrFloodAMessage() {
    DataProblem problem =
        new DataProblem(
            "small-class",
            "label",
            null,
            List.of("a\u001b[2J\nb", "k".repeat(10_000)),
            2,
            "class 'x\ny' has 2 rows",
            "Add rows.");
    assertThat(problem.line()).doesNotContain("\n", "\u001b").hasSizeLessThan(300);
  }

  private static TaskManifest manifest(List<String> classes) {
    TreeMap<String, SplitCounts> counts = new TreeMap<>();
    counts.put("bird", new SplitCounts(5, 1, 2));
    counts.put("fish", new SplitCounts(6, 1, 1));
    return new TaskManifest(
        new TaskId("animals"),
        TaskColumns.defaults(),
        SplitRule.defaults(),
        classes,
        counts,
        "ab".repeat(32),
        TableSource.of("file:/lake/animals", "parquet", Map.of()),
        new TaskManifest.TextSizes(100, 20, 0));
  }
}
