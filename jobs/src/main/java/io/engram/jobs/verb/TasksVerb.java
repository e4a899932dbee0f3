package io.engram.jobs.verb;

import io.engram.jobs.report.TasksReport;
import io.engram.jobs.service.Services;
import io.engram.jobs.watch.TaskState;
import io.engram.jobs.watch.TaskStates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code engram tasks}. */
@Command(
    name = "tasks",
    description = {
      "Shows how far the tasks of a watched lake are: arriving, waiting, learning, published, or refused with the reason.",
      "",
      "The same is a table for Spark: spark.read.json(\"LAKE/watch/tasks\")."
    },
    footer = {"", "Example:", "  engram tasks --lake lake"})
final class TasksVerb extends Verb {
  @Mixin private LakeOption lake;

  @Override
  VerbResult execute(Services services) {
    try {
      List<TaskState> tasks =
          List.copyOf(new TaskStates(new Path(lake.uri()), services.hadoop()).all().values());
      return VerbResult.done(TasksReport.all(tasks), TasksReport.json(tasks));
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }
}
