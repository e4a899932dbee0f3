package io.engram.jobs.report.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.consolidation.benchmark.BenchmarkRun;
import io.engram.consolidation.benchmark.Cell;
import io.engram.consolidation.benchmark.RowSample;
import io.engram.consolidation.benchmark.TaskConfusion;
import io.engram.consolidation.benchmark.TaskSamples;
import io.engram.jobs.report.benchmark.ConfusionData.Found;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConfusionDataTest {
  private static final BenchmarkRun RUN =
      SampleRun.of(SampleRun.tasks(List.of("a", "b")), SampleMethod.ALL.subList(0, 2), 2, 2);

  @Test
  void countsAreThoseOfAllCellsOfAMethod() {
    ConfusionData data = data(SampleRows.texts(RUN));
    assertThat(data.found()).hasSize(4);
    Found found = data.found().get(3);
    assertThat(List.of(found.method(), found.task())).containsExactly(1, 1);
    long expected = 0;
    for (Cell cell : RUN.cells()) {
      if (cell.key().method().equals(SampleMethod.ALL.get(1).name())) {
        for (TaskConfusion confusion : cell.confusions()) {
          expected += confusion.task().equals("b") ? confusion.counts()[0][1] : 0;
        }
      }
    }
    assertThat(found.counts()[0][1]).isEqualTo(expected).isPositive();
  }

  @Test
  void aRowThatTwoMethodsTakeForTheSameClassIsInThePageOnce() {
    ConfusionData data = data(SampleRows.texts(RUN));
    assertThat(data.samples()).doesNotHaveDuplicates();
    assertThat(data.found().get(0).examples())
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(data.found().get(2).examples());
    for (List<Integer> example : data.found().get(0).examples()) {
      assertThat(data.samples().get(example.get(2)).text())
          .isEqualTo("row 2 of a " + example.get(0));
    }
  }

  @Test
  void rowsThatWouldMakeThePageTooLargeAreLeftOutAndCounted() {
    byte[] large = new byte[SampleBox.MOST_CHARACTERS / 8];
    List<TaskSamples> samples =
        List.of(
            new TaskSamples(
                "a",
                List.of(keys("x"), keys("y"), List.of()),
                Map.copyOf(large(large, keys("x"), keys("y")))));
    ConfusionData data = data(samples);
    assertThat(data.samples()).hasSize(5);
    assertThat(data.leftOut()).isEqualTo(3);
    assertThat(data.tasks().get(0).samples().get(0)).hasSize(3);
    assertThat(data.tasks().get(0).samples().get(1)).as("class by class").hasSize(2);
  }

  @Test
  void aTaskWhoseRowsAreNotAtHandHasItsCounts() {
    ConfusionData data = data(List.of());
    assertThat(data.found()).hasSize(4).allSatisfy(found -> assertThat(found.examples()).isEmpty());
    assertThat(data.samples()).isEmpty();
  }

  private static ConfusionData data(List<TaskSamples> samples) {
    return ConfusionData.of(RUN, List.of("a", "b"), samples);
  }

  private static List<String> keys(String name) {
    return IntStream.range(0, 4).mapToObj(i -> name + i).toList();
  }

  @SafeVarargs
  private static Map<String, RowSample> large(byte[] picture, List<String>... keys) {
    Map<String, RowSample> rows = new HashMap<>();
    for (List<String> some : keys) {
      some.forEach(key -> rows.put(key, new RowSample(null, picture)));
    }
    return rows;
  }
}
