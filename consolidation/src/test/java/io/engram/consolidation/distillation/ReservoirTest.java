package io.engram.consolidation.distillation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.transformers.input.RawInput;
import io.engram.transformers.lake.ContentHash;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ReservoirTest {

  @Property(tries = 50)
  void theSampleDoesNotDependOnOrderOrPartitioning(@ForAll long seed) {
    List<ReservoirRow> rows = rows("a", 200);
    rows.addAll(rows("b", 100));
    List<ReservoirRow> expected = Reservoir.of(seed, 40, rows).rows();
    Collections.shuffle(rows, new Random(seed));
    Reservoir left = Reservoir.of(seed, 40, rows.subList(0, 70));
    Reservoir right = Reservoir.of(seed, 40, rows.subList(70, 300));
    assertThat(left.merge(right).rows()).isEqualTo(expected).hasSize(40);
  }

  @Test
  void everyRowOfEveryTaskIsKeptEquallyOften() {
    int ofSecond = 0;
    int early = 0;
    for (int seed = 0; seed < 400; seed++) {
      List<ReservoirRow> rows = rows("a", 300);
      rows.addAll(rows("b", 100));
      for (ReservoirRow row : Reservoir.of(seed, 20, rows).rows()) {
        ofSecond += row.task().equals("b") ? 1 : 0;
        early += row.key().length() <= 2 ? 1 : 0;
      }
    }
    assertThat(ofSecond / 8000.0).isBetween(.23, .27);
    // Keys k0 to k9 of both tasks: 20 of 400 rows.
    assertThat(early / 8000.0).isBetween(.04, .06);
  }

  @Test
  void theCapHoldsOverAllTasksTogether() {
    Reservoir reservoir = new Reservoir(1, 50);
    for (int task = 0; task < 30; task++) {
      reservoir.merge(Reservoir.of(1, 50, rows("task-" + task, 100)));
      assertThat(reservoir.size()).isEqualTo(50);
    }
    assertThat(Reservoir.of(1, 0, rows("a", 3)).size()).isZero();
  }

  @Test
  void anErasedTaskLeavesNoRow() {
    List<ReservoirRow> rows = rows("a", 30);
    rows.addAll(rows("b", 30));
    Reservoir rest = Reservoir.of(1, 40, rows).without("a");
    assertThat(rest.rows()).isNotEmpty().allMatch(row -> row.task().equals("b"));
  }

  @Test
  void theFileReadsBackAndAnotherSeedIsNoSample() throws Exception {
    Reservoir reservoir = new Reservoir(3, 10);
    reservoir.add("a", "k\n1", "two\nlines \uD83D\uDE00 \"quoted\"", null);
    reservoir.add("a", "k2", "premise", "hypothesis");
    byte[] bytes = ReservoirLines.write(reservoir);
    Reservoir read = ReservoirLines.read(new ByteArrayInputStream(bytes), "r.jsonl", 3, 10);
    assertThat(read.rows()).isEqualTo(reservoir.rows());
    assertThat(ReservoirLines.sha256(reservoir)).isEqualTo(ContentHash.sha256(bytes));
    assertThat(new String(bytes, StandardCharsets.UTF_8).lines()).hasSize(2);
    assertThatThrownBy(() -> reservoir.merge(new Reservoir(4, 10)))
        .hasMessageContaining("seeds 3 and 4");
  }

  @Test
  void aClassStandsInTheFileOnlyWhereItIsKept() throws Exception {
    Reservoir reservoir = new Reservoir(3, 10);
    reservoir.add(new ReservoirRow("a", "k1", new RawInput.Text("text", null), "sea"));
    reservoir.add("a", "k2", "text", null);
    byte[] bytes = ReservoirLines.write(reservoir);
    assertThat(new String(bytes, StandardCharsets.UTF_8).lines())
        .containsExactlyInAnyOrder(
            "{\"task\":\"a\",\"key\":\"k1\",\"text\":\"text\",\"pair\":null,\"label\":\"sea\"}",
            "{\"task\":\"a\",\"key\":\"k2\",\"text\":\"text\",\"pair\":null}");
    Reservoir read = ReservoirLines.read(new ByteArrayInputStream(bytes), "r.jsonl", 3, 10);
    assertThat(read.rows()).isEqualTo(reservoir.rows());
  }

  @Test
  void aBrokenLineIsNamedByItsNumber() {
    byte[] bytes =
        "{\"task\":\"a\",\"key\":\"k\",\"text\":\"t\"}\n{\"task\":"
            .getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> ReservoirLines.read(new ByteArrayInputStream(bytes), "r.jsonl", 3, 10))
        .hasMessageStartingWith("reservoir r.jsonl, line 2: ");
  }

  @Test
  void aTextOfMegabytesIsCutBetweenCharacters() {
    String text = "x" + "\uD83D\uDE00".repeat(1 << 20);
    ReservoirRow row = new ReservoirRow("a", "k", new RawInput.Text(text, null), null);
    assertThat(((RawInput.Text) row.input()).text())
        .hasSize(ReservoirRow.MAX_CHARACTERS - 1)
        .endsWith("\uD83D\uDE00");
  }

  @Test
  void aTextThatBeginsWithNothingToReadIsKeptFromWhereItBegins() throws Exception {
    RawInput.Text text = new RawInput.Text(" ".repeat(ReservoirRow.MAX_CHARACTERS) + "seen", null);
    Reservoir reservoir = new Reservoir(3, 10);
    reservoir.add(new ReservoirRow("a", "k", text, "sea"));
    byte[] bytes = ReservoirLines.write(reservoir);
    Reservoir read = ReservoirLines.read(new ByteArrayInputStream(bytes), "r.jsonl", 3, 10);
    assertThat(((RawInput.Text) read.rows().get(0).input()).text()).isEqualTo("seen");
    assertThat(read.rows().get(0).withoutLabel().label()).isNull();
  }

  private static List<ReservoirRow> rows(String task, int count) {
    List<ReservoirRow> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(new ReservoirRow(task, "k" + i, new RawInput.Text("text " + i, null), null));
    }
    return rows;
  }
}
