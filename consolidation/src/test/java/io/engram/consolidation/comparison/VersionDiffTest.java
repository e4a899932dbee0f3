package io.engram.consolidation.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.engram.consolidation.comparison.VersionDiff.Change;
import io.engram.consolidation.comparison.VersionDiff.SettingDiff;
import io.engram.consolidation.comparison.VersionDiff.SizeDiff;
import io.engram.consolidation.comparison.VersionDiff.SlotDiff;
import io.engram.consolidation.comparison.VersionDiff.TaskDiff;
import io.engram.consolidation.evaluation.AccuracyMatrix;
import io.engram.consolidation.model.ModelOutline;
import io.engram.transformers.lake.LakeFile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VersionDiffTest {
  private static final String HASH = "ab".repeat(32);

  private static ModelOutline.Task task(String id, String slot, String head) {
    return new ModelOutline.Task(id, slot, List.of("no", "yes"), head, "1.0", "rows of " + id);
  }

  private static ModelOutline outline(
      int poolSize, List<ModelOutline.Slot> slots, ModelOutline.Task... tasks) {
    ObjectNode settings = JsonNodeFactory.instance.objectNode().put("poolSize", poolSize);
    settings.putObject("training").put("epochs", 5);
    return new ModelOutline(3, 128, poolSize, slots, List.of(tasks), settings);
  }

  private static Map<String, LakeFile> files(String... names) {
    return java.util.Arrays.stream(names)
        .collect(
            java.util.stream.Collectors.toMap(
                name -> name, name -> new LakeFile(name, name.length(), HASH)));
  }

  private static final ComparedVersion FROM =
      new ComparedVersion(
          3,
          outline(
              1,
              List.of(new ModelOutline.Slot("w1", List.of("a", "b"))),
              task("a", "0", "h1"),
              task("b", "0", "h2"),
              task("gone", "identity", "h3")),
          AccuracyMatrix.empty()
              .after("a", Map.of("a", 0.9))
              .after("b", Map.of("a", 0.85, "b", 0.75)),
          files("one", "three"),
          "encoder");

  private static final ComparedVersion TO =
      new ComparedVersion(
          5,
          outline(
              2,
              List.of(
                  new ModelOutline.Slot("w2", List.of("a")),
                  new ModelOutline.Slot("w3", List.of("b", "c"))),
              task("a", "0", "h1"),
              task("b", "1", "h9"),
              task("c", "1", "h4")),
          AccuracyMatrix.empty()
              .after("a", Map.of("a", 0.9))
              .after("b", Map.of("a", 0.85, "b", 0.75))
              .after("c", Map.of("a", 0.8, "c", 0.95)),
          files("three", "seven"),
          "encoder");

  @Test
  void tasksAreAddedRemovedLearntAgainOrTheSameWithBothAccuracies() {
    assertThat(VersionDiff.of(FROM, TO).tasks())
        .containsExactly(
            new TaskDiff("a", Change.SAME, "0", "0", 0.85, 0.8),
            new TaskDiff("b", Change.CHANGED, "0", "1", 0.75, null),
            new TaskDiff("gone", Change.REMOVED, "identity", null, null, null),
            new TaskDiff("c", Change.ADDED, null, "1", null, 0.95));
  }

  @Test
  void slotsAreComparedByTheirWeights() {
    assertThat(VersionDiff.of(FROM, TO).slots())
        .containsExactly(
            new SlotDiff(0, Change.CHANGED, List.of("a", "b"), List.of("a")),
            new SlotDiff(1, Change.ADDED, List.of(), List.of("b", "c")));
    assertThat(VersionDiff.of(TO, FROM).slots())
        .extracting(SlotDiff::slot, SlotDiff::change)
        .containsExactly(tuple(0, Change.CHANGED), tuple(1, Change.REMOVED));
  }

  @Test
  void settingsThatDifferAreNamedByTheirPath() {
    assertThat(VersionDiff.of(FROM, TO).settings())
        .containsExactly(new SettingDiff("poolSize", "1", "2"));
  }

  @Test
  void sharedAndOwnBytesAddUp() {
    assertThat(VersionDiff.of(FROM, TO).size()).isEqualTo(new SizeDiff(8, 10, 1, 5, 5, 3));
  }

  @Test
  void metricsAreThoseOfEachVersion() {
    VersionDiff diff = VersionDiff.of(FROM, TO);
    assertThat(diff.metricsFrom().averageAccuracy()).isEqualTo(0.8);
    assertThat(diff.metricsTo().averageAccuracy()).isEqualTo(0.875);
  }

  @Test
  void aVersionDoesNotDifferFromItself() {
    VersionDiff same = VersionDiff.of(TO, TO);
    assertThat(same.tasks()).extracting(TaskDiff::change).containsOnly(Change.SAME);
    assertThat(same.slots()).extracting(SlotDiff::change).containsOnly(Change.SAME);
    assertThat(same.settings()).isEmpty();
    assertThat(same.size()).isEqualTo(new SizeDiff(10, 10, 2, 10, 0, 0));
  }
}
