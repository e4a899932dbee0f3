package io.engram.jobs.watch;

import io.engram.consolidation.spark.UnlabelledRefusedException;
import io.engram.jobs.ExitCode;
import io.engram.jobs.Failures;
import io.engram.jobs.Failures.Failure;
import io.engram.jobs.JobException;
import io.engram.jobs.service.InputSpec;
import io.engram.jobs.service.Learning;
import io.engram.jobs.watch.arrivals.Arrival;
import io.engram.jobs.watch.arrivals.TaskArea;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.hadoop.conf.Configuration;

/**
 * How the files of a task that arrived are read.
 *
 * @param usual where nothing is declared; its address does not count
 * @param learning counts rows
 * @param conf how the lake is reached
 */
record TaskTables(InputSpec usual, Learning learning, Configuration conf) {

  /**
   * The table of a task.
   *
   * @throws JobException when its manifest is none, or contradicts its rows
   */
  InputSpec of(Arrival arrival) {
    try {
      TaskDeclaration declared = TaskDeclaration.of(arrival.folder(), arrival.task(), conf);
      InputSpec table = declared.table(arrival.folder(), usual);
      declared.rows().ifPresent(rows -> requireRows(rows, table, arrival));
      return table;
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /**
   * Works with the table of a task.
   *
   * @throws JobException that the table is refused, when the columns of what is classified do not
   *     fit the model and are those that its own manifest names: another task may fare better
   */
  <T> T asDeclared(InputSpec table, Supplier<T> work) {
    try {
      return work.get();
    } catch (RuntimeException thrown) {
      boolean own =
          !table.inputCol().equals(usual.inputCol()) || !table.imageCol().equals(usual.imageCol());
      Failure failure = Failures.of(thrown);
      boolean ofAnother = ExceptionUtils.indexOfType(thrown, UnlabelledRefusedException.class) >= 0;
      if (own && failure.code() == ExitCode.USAGE && !ofAnother) {
        throw new JobException(
            ExitCode.REFUSED,
            "its manifest %s does not fit: %s".formatted(TaskArea.MANIFEST, failure.message()),
            thrown);
      }
      throw thrown;
    }
  }

  private void requireRows(long declared, InputSpec table, Arrival arrival) {
    long there = learning.count(table);
    if (there != declared) {
      throw JobException.refused(
          "task %s: its manifest %s says %d rows, its %d files hold %d"
              .formatted(arrival.task(), TaskArea.MANIFEST, declared, arrival.files(), there));
    }
  }
}
