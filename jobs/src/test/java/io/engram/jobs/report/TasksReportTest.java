package io.engram.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.consolidation.promotion.PromotionOutcome.Kind;
import io.engram.jobs.ExitCode;
import io.engram.jobs.watch.TaskState;
import io.engram.jobs.watch.TaskState.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** What a scheduler is told of the tasks that a look settled. */
class TasksReportTest {
  private static TaskState task(Phase phase, Kind gate) {
    return new TaskState(
        "a",
        phase,
        new TaskState.Folder(Instant.EPOCH, Instant.EPOCH, 1, 1, ""),
        0,
        Optional.of(new TaskState.Learnt(1, OptionalDouble.of(0.5), Optional.ofNullable(gate))),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void theExitCodeIsThatOfWhatBefellTheTasksAndTheGraverOneOfSeveral() {
    TaskState plain = task(Phase.PUBLISHED, null);
    TaskState promoted = task(Phase.PUBLISHED, Kind.MOVED);
    TaskState failed = task(Phase.PUBLISHED, Kind.FAILED);
    TaskState raced = task(Phase.WAITING, Kind.CONFLICT);
    TaskState unknown = task(Phase.WAITING, Kind.UNKNOWN);
    TaskState waiting = task(Phase.WAITING, null);
    TaskState refused = task(Phase.REFUSED, null);
    assertThat(TasksReport.exitCode(List.of())).isEqualTo(ExitCode.DONE);
    assertThat(TasksReport.exitCode(List.of(plain, promoted))).isEqualTo(ExitCode.DONE);
    assertThat(TasksReport.exitCode(List.of(failed, promoted))).isEqualTo(ExitCode.GATE);
    assertThat(TasksReport.exitCode(List.of(failed, unknown))).isEqualTo(ExitCode.UNKNOWN);
    assertThat(TasksReport.exitCode(List.of(unknown, raced))).isEqualTo(ExitCode.CONFLICT);
    assertThat(TasksReport.exitCode(List.of(failed, waiting))).isEqualTo(ExitCode.CONFLICT);
    assertThat(TasksReport.exitCode(List.of(waiting, refused))).isEqualTo(ExitCode.REFUSED);
  }

  @Test
  void theWordOfEveryOutcomeIsReadAgain() {
    for (Kind kind : Kind.values()) {
      assertThat(Kind.ofWord(kind.word())).isEqualTo(kind);
    }
    assertThat(Kind.MOVED_SINCE.word()).isEqualTo("moved-since");
  }
}
