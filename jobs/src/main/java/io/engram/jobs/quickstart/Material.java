package io.engram.jobs.quickstart;

import io.engram.jobs.console.Progress;
import io.engram.jobs.service.InputSpec;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** What a quickstart learns: real tasks, and the encoder that fits them. */
public interface Material {

  /** Name of the encoder in the model's lake. */
  String backbone();

  /** Known name or address that it is imported from. */
  String backboneSource();

  /** What is being done while tasks are made, for the user. */
  String announcement();

  /**
   * Writes the tasks' tables into a lake, or finds them there.
   *
   * @return ids of the tasks, in the order in which they are learnt
   */
  List<String> tasks(SparkSession spark, String lake, Progress progress);

  /** The table of a task. */
  InputSpec table(String lake, String task);
}
