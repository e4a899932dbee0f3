package io.engram.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.consolidation.evaluation.AccuracyMatrix;
import io.engram.jobs.quickstart.QuickstartOutcome;
import io.engram.jobs.service.LearnResult;
import io.engram.jobs.service.LearnResult.Outcome;
import io.engram.jobs.service.LearnResult.ServedParameters;
import io.engram.jobs.service.LearnResult.SlotReport;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class QuickstartReportTest {
  private final QuickstartOutcome outcome =
      new QuickstartOutcome(
          "lake",
          "lake/models/quickstart",
          List.of(
              learnt("animal", 1, 0, new SlotReport(0, 1, OptionalDouble.empty())),
              learnt(
                  "food",
                  2,
                  1,
                  new SlotReport(0, 1, OptionalDouble.of(-0.6931)),
                  new SlotReport(1, 1, OptionalDouble.of(-0.5)))),
          AccuracyMatrix.empty()
              .after("animal", Map.of("animal", 0.95))
              .after("food", Map.of("animal", 0.925, "food", 0.8)),
          new QuickstartOutcome.MixedTable(1000, 860, 4, "lake/scored/quickstart"),
          123.4);

  private static LearnResult learnt(String task, long version, int slot, SlotReport... slots) {
    return new LearnResult(
        Outcome.LEARNT,
        task,
        version,
        "lake/models/quickstart/versions/" + version,
        slot,
        List.of(slots),
        List.of("a", "b"),
        100,
        0,
        new TreeMap<>(Map.of(task, OptionalDouble.of(0.9))),
        new ServedParameters(120_000, 227_000),
        10);
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
        .contains("-0.6931", "-0.5000")
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
