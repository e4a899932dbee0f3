package io.engram.jobs.experiment;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.when;

import io.engram.consolidation.spark.data.DataContract;
import io.engram.consolidation.spark.data.TaskReader;
import io.engram.consolidation.spark.data.TaskRequest;
import io.engram.consolidation.spark.data.TaskTable;
import io.engram.consolidation.task.Split;
import io.engram.consolidation.task.SplitRule;
import io.engram.consolidation.task.TaskManifest;
import io.engram.jobs.JobException;
import io.engram.jobs.console.Progress;
import io.engram.jobs.experiment.DataSet.Place;
import io.engram.jobs.experiment.Experiment.Method;
import io.engram.jobs.experiment.Experiment.Prepared;
import io.engram.jobs.experiment.Experiment.Table;
import io.engram.jobs.experiment.Experiment.Tables;
import io.engram.jobs.service.InputTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The tables of a benchmark's tasks, read, checked and split. */
final class ExperimentTasks {
  private static final long SHARES = 1_000_000;

  private final SparkSession spark;
  private final Experiment experiment;

  /**
   * @param manifest what the rows are
   * @param rows row_key, text, pair, label and split
   */
  record Checked(TaskManifest manifest, Dataset<Row> rows) {}

  ExperimentTasks(SparkSession spark, Experiment experiment) {
    this.spark = spark;
    this.experiment = experiment;
  }

  /**
   * In the order of the experiment.
   *
   * @param place of the tables that the program makes itself
   */
  List<Checked> checked(Place place) {
    List<Table> tables =
        experiment.data() instanceof Prepared prepared
            ? prepared.set().tables(prepared, place)
            : ((Tables) experiment.data()).tasks();
    List<Checked> checked = new ArrayList<>();
    try (Progress.Stage stage = place.progress().begin("check tables", tables.size())) {
      for (Table table : tables) {
        checked.add(check(table));
        stage.reached(checked.size());
      }
    }
    requireClassesOfTheirOwn(checked);
    requireRowsForGrids(checked);
    return checked;
  }

  private Checked check(Table table) {
    TaskRequest asked = InputTables.task(table.id(), table.input());
    TaskTable read =
        TaskReader.read(
            spark,
            asked.withSplits(
                new SplitRule(asked.splits().testFraction(), experiment.validation())));
    TaskTable split =
        TaskReader.of(withValidation(read), read.request().withColumns(read.columns()));
    return new Checked(DataContract.standard().check(split), split.rows());
  }

  /** A share of the training rows becomes validation rows where the table has none. */
  private Dataset<Row> withValidation(TaskTable table) {
    Dataset<Row> rows = table.rows();
    Column isSplit = col(TaskTable.SPLIT);
    if (experiment.validation() == 0
        || !rows.where(isSplit.equalTo(Split.VALIDATION.label())).isEmpty()) {
      return rows;
    }
    Column held =
        isSplit
            .equalTo(Split.TRAIN.label())
            .and(
                pmod(table.inputHash(), lit(SHARES))
                    .lt(lit((long) (experiment.validation() * SHARES))));
    return rows.withColumn(
        TaskTable.SPLIT, when(held, lit(Split.VALIDATION.label())).otherwise(isSplit));
  }

  /** Grids are tried on validation rows. */
  private void requireRowsForGrids(List<Checked> tasks) {
    List<Checked> tuned = tasks.subList(0, Math.min(experiment.tuningTasks(), tasks.size()));
    if (experiment.methods().stream().anyMatch(Method::tuned)
        && tuned.stream().allMatch(task -> task.manifest().rows().validation() == 0)) {
      throw JobException.refused(
          "no validation rows, which grids are tried on, in tasks "
              + String.join(", ", tuned.stream().map(task -> task.manifest().id().value()).toList())
              + " (validation = "
              + experiment.validation()
              + "): give the tables more rows, or a larger share of them to validation, or leave"
              + " out the grids");
    }
  }

  /** Without a task id, a row of a class that two tasks have would have two right answers. */
  private void requireClassesOfTheirOwn(List<Checked> tasks) {
    if (experiment.sharedClasses()) {
      return;
    }
    Map<String, List<String>> tasksOfClass = new TreeMap<>();
    tasks.forEach(
        task ->
            task.manifest()
                .classes()
                .forEach(
                    name ->
                        tasksOfClass
                            .computeIfAbsent(name, none -> new ArrayList<>())
                            .add(task.manifest().id().value())));
    List<String> shared =
        tasksOfClass.entrySet().stream()
            .filter(entry -> entry.getValue().size() > 1)
            .map(entry -> "class '" + entry.getKey() + "' is in " + entry.getValue())
            .toList();
    if (!shared.isEmpty()) {
      throw JobException.refused(
          String.join("\n", shared)
              + "\nWithout its task, a row of such a class has two right answers: rename one, or"
              + " say shared-classes = true where the task is always known.");
    }
  }
}
