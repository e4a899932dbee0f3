package io.engram.jobs.experiment;

import io.engram.jobs.console.Progress;
import io.engram.jobs.experiment.Experiment.Prepared;
import io.engram.jobs.experiment.Experiment.Table;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * A data set that the program prepares itself, as experiments use it.
 *
 * <ol>
 *   <li>The tables are those that {@code engram data NAME} writes, by the same code.
 *   <li>The first N tasks are the same N whatever number is asked for.
 *   <li>Tables that are there and are not what was written are refused, and nothing is overwritten.
 * </ol>
 */
public interface DataSet {

  /** As an experiment file names it. */
  String name();

  /** Number of its tasks, where it is known before the data is read. */
  OptionalInt most();

  /** How many tasks an experiment takes that names no number. */
  int usual();

  /**
   * The tables of the first tasks, made where they are not there, or refused where making them
   * needs the user's word.
   *
   * @throws io.engram.jobs.JobException when there are fewer tasks, or what is there differs
   */
  List<Table> tables(Prepared asked, Place place);

  /** The table with all labels of a row that the tasks are labels of, where there is one. */
  default Optional<String> labels(Place place) {
    return Optional.empty();
  }

  /**
   * Where tables and what they are made of lie.
   *
   * @param lake of the benchmark
   * @param shared folder of what the runs of the lake share
   */
  record Place(
      SparkSession spark, Path lake, Path shared, DataSources sources, Progress progress) {}
}
