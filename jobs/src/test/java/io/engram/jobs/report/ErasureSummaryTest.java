package io.engram.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.consolidation.store.upkeep.ErasureReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ErasureSummaryTest {
  private static ErasureReport of(List<String> sharedWith, List<String> fusedBy) {
    return of(sharedWith, fusedBy, List.of(), false);
  }

  private static ErasureReport of(
      List<String> sharedWith,
      List<String> fusedBy,
      List<ErasureReport.Slot> copies,
      boolean importance) {
    return new ErasureReport(
        "old",
        Optional.empty(),
        List.of(),
        List.of(4L),
        new TreeMap<>(),
        new ErasureReport.Slot(2, sharedWith, fusedBy),
        copies,
        importance,
        List.of(),
        0);
  }

  @Test
  void saysWhoseFusionsAttendToTheAdapterThatStays() {
    ErasureReport report = of(List.of(), List.of("animal", "food"));
    assertThat(ErasureSummary.text("lake", report, true))
        .contains(
            "Remains: slot 2, whose weights the task helped to shape, is attended to by the fusions"
                + " of animal, food")
        .doesNotContain("serves");
    assertThat(ErasureSummary.json(report, true))
        .containsEntry("slotFusedBy", List.of("animal", "food"));
  }

  @Test
  void saysThatAVersionWhoseRecordIsLostMayHoldTheTask() {
    assertThat(ErasureSummary.text("lake", of(List.of(), List.of()), true))
        .contains("May remain: version 4, whose record is lost")
        .contains("--give-up-missing");
    assertThat(ErasureSummary.json(of(List.of(), List.of()), true))
        .containsEntry("lostVersions", List.of(4L));
  }

  @Test
  void saysNothingOfASlotThatGoesWithItsTask() {
    assertThat(ErasureSummary.text("lake", of(List.of(), List.of()), true))
        .doesNotContain("Remains")
        .doesNotContain("May remain: slot");
  }

  @Test
  void saysThatACopyOfASlotAndTheImportanceOfItsWeightsMayHoldTracesOfTheTask() {
    ErasureReport report =
        of(
            List.of("animal"),
            List.of(),
            List.of(new ErasureReport.Slot(3, List.of(), List.of("food"))),
            true);

    assertThat(ErasureSummary.text("lake", report, true))
        .contains("May remain: slot 3, an earlier state of a slot that the fusions of food attend")
        .contains("Remains: the importance by which ewc holds the slot's weights");
    assertThat(ErasureSummary.json(report, true))
        .containsEntry("importanceRemains", true)
        .containsEntry("copiesFusedBy", Map.of("3", List.of("food")));
  }
}
