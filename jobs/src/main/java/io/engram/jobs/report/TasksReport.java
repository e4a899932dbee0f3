package io.engram.jobs.report;

import io.engram.consolidation.promotion.PromotionOutcome;
import io.engram.jobs.ExitCode;
import io.engram.jobs.watch.TaskState;
import io.engram.jobs.watch.TaskState.Learnt;
import io.engram.jobs.watch.TaskState.Phase;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@code engram tasks} and {@code engram watch} print. */
public final class TasksReport {
  private TasksReport() {}

  /** A table of all tasks, and below it why some are not published. */
  public static String all(List<TaskState> tasks) {
    if (tasks.isEmpty()) {
      return "No task has been seen: engram watch looks below LAKE/tasks.";
    }
    String table =
        new TextTable(
                List.of("task", "state", "files", "bytes", "changed", "version", "accuracy"),
                tasks.stream().map(TasksReport::row).toList())
            .text();
    String reasons =
        tasks.stream()
            .flatMap(task -> reason(task).map(reason -> task.task() + ": " + reason).stream())
            .collect(Collectors.joining("\n"));
    return reasons.isEmpty() ? table : table + "\n\n" + reasons;
  }

  private static List<String> row(TaskState task) {
    return List.of(
        task.task(),
        state(task),
        Figures.count(task.folder().files()),
        Figures.count(task.folder().bytes()),
        task.folder().changed().truncatedTo(ChronoUnit.SECONDS).toString(),
        version(task),
        Figures.percent(accuracy(task)));
  }

  private static String version(TaskState task) {
    return task.learnt().map(learnt -> String.valueOf(learnt.version())).orElse("-");
  }

  private static OptionalDouble accuracy(TaskState task) {
    return task.learnt().map(Learnt::accuracy).orElse(OptionalDouble.empty());
  }

  private static Optional<PromotionOutcome.Kind> gate(TaskState task) {
    return task.learnt().flatMap(Learnt::gate);
  }

  private static String state(TaskState task) {
    return task.phase().name().toLowerCase(Locale.ROOT);
  }

  /** What one look did. */
  public static String settled(List<TaskState> tasks) {
    return tasks.isEmpty()
        ? "No task was complete and not yet learnt."
        : tasks.stream().map(TasksReport::line).collect(Collectors.joining("\n"));
  }

  /** What became of one task, in a line. */
  public static String line(TaskState task) {
    String line = task.task() + " " + state(task);
    if (task.phase() == Phase.PUBLISHED) {
      line += " in version " + version(task) + ", accuracy " + Figures.percent(accuracy(task));
    }
    return line + reason(task).map(reason -> ": " + reason).orElse("");
  }

  private static Optional<String> reason(TaskState task) {
    String later =
        task.notBefore()
            .map(time -> " (it is tried again after " + time.truncatedTo(ChronoUnit.SECONDS) + ")")
            .orElse("");
    return task.reason().map(reason -> reason + later);
  }

  /**
   * What a scheduler is told of one look: the first of refused, conflict, unknown and gate that
   * befell a task, for each asks for more than those after it.
   */
  public static ExitCode exitCode(List<TaskState> settled) {
    Set<ExitCode> codes = settled.stream().map(TasksReport::exitCode).collect(Collectors.toSet());
    return Stream.of(ExitCode.REFUSED, ExitCode.CONFLICT, ExitCode.UNKNOWN, ExitCode.GATE)
        .filter(codes::contains)
        .findFirst()
        .orElse(ExitCode.DONE);
  }

  private static ExitCode exitCode(TaskState task) {
    return switch (task.phase()) {
      case REFUSED -> ExitCode.REFUSED;
      case WAITING ->
          gate(task).equals(Optional.of(PromotionOutcome.Kind.UNKNOWN))
              ? ExitCode.UNKNOWN
              : ExitCode.CONFLICT;
      case PUBLISHED -> gate(task).map(PromotionReport::exitCode).orElse(ExitCode.DONE);
      case ARRIVING, LEARNING -> ExitCode.DONE;
    };
  }

  public static Map<String, Object> json(List<TaskState> tasks) {
    return Map.of("tasks", tasks.stream().map(TasksReport::json).toList());
  }

  private static Map<String, Object> json(TaskState task) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("task", task.task());
    json.put("state", state(task));
    json.put("firstSeen", task.folder().firstSeen().toString());
    json.put("changed", task.folder().changed().toString());
    json.put("files", task.folder().files());
    json.put("bytes", task.folder().bytes());
    json.put("version", task.learnt().map(Learnt::version).orElse(null));
    json.put("accuracy", Figures.json(accuracy(task)));
    json.put("gate", gate(task).map(PromotionOutcome.Kind::word).orElse(null));
    json.put("reason", task.reason().orElse(null));
    json.put("run", task.run().orElse(null));
    json.put("notBefore", task.notBefore().map(Instant::toString).orElse(null));
    return json;
  }
}
