package io.engram.jobs.data;

import io.engram.consolidation.task.TableSource;
import io.engram.jobs.JobException;
import io.engram.jobs.console.Progress;
import io.engram.jobs.service.LabelledTable;
import io.engram.jobs.service.OutputAddress;
import java.util.List;
import java.util.SortedMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The data set of a user's multi-label table.
 *
 * @param labels the table
 * @param settings how it is cut
 */
public record LabelData(LabelledTable labels, LabelSettings settings) {
  private static final String NAME = "[a-z0-9][a-z0-9-]{0,30}";

  /**
   * Refuses what cannot be meant.
   *
   * @throws JobException when a value is out of range
   */
  public void check() {
    if (!settings.name().matches(NAME) || PreparedData.OWN.contains(settings.name())) {
      throw JobException.usage(
          "--name is up to 31 lower-case letters, digits and hyphens, and none of %s; got '%s'"
              .formatted(String.join(", ", PreparedData.OWN), settings.name()));
    }
    if (settings.minRows() < 1) {
      throw JobException.usage("--min-rows must be at least 1, got " + settings.minRows());
    }
  }

  /**
   * Cuts and writes, or finds it there.
   *
   * @param replace whether one of other rows or settings may be written again
   */
  public List<TaskSize> provide(
      SparkSession spark, String lake, boolean replace, Progress progress) {
    check();
    // What is overwritten is deleted first, and its cut has not all columns and labels of a table.
    new OutputAddress("the table", lake + "/" + LabelTables.folder(settings.name()))
        .apartFrom("the input", labels.input().uri(), spark.sessionState().newHadoopConf());
    Dataset<Row> table = labels.read(spark);
    DataManifest.Table rows = PreparedData.measured("", table);
    SortedMap<String, String> noted = settings.noted();
    var input = labels.input();
    noted.put("input", TableSource.of(input.uri(), input.format(), input.options()).uri());
    noted.put("input-rows", String.valueOf(rows.rows()));
    noted.put("input-fingerprint", rows.fingerprint());
    return new LabelTables(spark, lake)
        .provide(settings, List.of(), noted, table, replace, progress);
  }
}
