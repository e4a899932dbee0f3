package io.engram.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.consolidation.evaluation.AccuracyMatrix;
import io.engram.consolidation.task.SplitCounts;
import io.engram.jobs.quickstart.QuickstartOutcome;
import io.engram.jobs.service.LearnResult;
import io.engram.jobs.service.LearnResult.Outcome;
import io.engram.jobs.service.LearnResult.ServedParameters;
import io.engram.jobs.service.ModelCatalog.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class QuickstartReportTest {
  private static final AccuracyMatrix FIRST =
      AccuracyMatrix.empty().after("animal", Map.of("animal", 0.95));

  private final QuickstartOutcome outcome =
      new QuickstartOutcome(
          "lake",
          "lake/models/quickstart",
          List.of(
              learnt("animal", 1, FIRST),
              learnt("food", 2, FIRST.after("food", Map.of("animal", 0.925, "food", 0.8)))),
          List.of(
              version(1, "animal", 0, Map.of()),
              version(2, "food", 1, Map.of(0, -0.6931, 1, -0.5))),
          new QuickstartOutcome.MixedTable(1000, 860, 4, "lake/scored/quickstart"),
          123.4);

  private static LearnResult learnt(String task, long version, AccuracyMatrix matrix) {
    return new LearnResult(
        Outcome.LEARNT,
        task,
        version,
        "lake/models/quickstart/versions/" + version,
        0,
        List.of(),
        List.of("a", "b"),
        new SplitCounts(100, 10, 40),
        Optional.of("split"),
        0,
        0,
        matrix,
        new ServedParameters(120_000, 227_000),
        Optional.empty(),
        10);
  }

  private static Version version(long number, String task, int slot, Map<Integer, Double> scores) {
    return new Version(
        number,
        task,
        "",
        slot,
        new TreeMap<>(scores),
        0.9,
        450_000,
        Optional.empty(),
        "2026-01-01T00:00:00Z",
        List.of());
  }

  @Test
  void matrixIsAlignedAndShowsNoCellBeforeATaskIsLearnt() {
    assertThat(QuickstartReport.text(outcome))
        .contains(
            """
            after   animal  food
            animal    95.0
            food      92.5  80.0
            """);
  }

  @Test
  void saysAverageForgettingSlotsParametersSpeedAndPlaces() {
    assertThat(QuickstartReport.text(outcome))
        .contains("Average accuracy 86.3 %, forgetting 2.5 points")
        .contains(
            """
            task    slot  score 0  tasks 0  score 1  tasks 1
            animal     0        -        1        -        0
            food       1  -0.6931        1  -0.5000        1
            """)
        .contains("Parameters served: 120,000; one adapter a task: 227,000")
        .contains("1,000 rows, 86.0 % right, 250 rows/s")
        .contains("lake/models/quickstart", "version 2", "lake/scored/quickstart");
  }

  @Test
  void jsonHasAverageAccuracyFirst() {
    Map<String, Object> json = QuickstartReport.json(outcome);
    assertThat(json.keySet().iterator().next()).isEqualTo("averageAccuracy");
    assertThat((Double) json.get("averageAccuracy")).isEqualTo(0.8625);
    assertThat(json).containsEntry("slots", List.of(0, 1)).containsEntry("rowsPerSecond", 250.0);
  }
}
