package io.engram.consolidation.spark;

import io.engram.adapters.prediction.PredictorOptions;
import io.engram.consolidation.task.LabelQuestion;
import io.engram.transformers.spark.InputColumns;
import io.engram.transformers.spark.PictureReading;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What executors need to know about the columns of a table that is scored. Small; travels in
 * closures.
 *
 * @param input where a row's input is
 * @param pictures how a picture is read
 * @param task index of the column of task ids, or -1
 * @param keys indexes of the columns that name a row in messages; may be empty
 * @param fixedTask task of every row, or null
 * @param answers what a row gets
 * @param onBadRow what happens to a row that cannot be predicted
 * @param addTaskColumn whether the answer brings its own task column
 * @param modelVersion goes into every row
 * @param pairTasks tasks that need a second text, as they did when they were learnt
 * @param labels by task, the labels of a multi-label table
 * @param batchRows rows a forward pass at most
 */
record ScoringPlan(
    InputColumns input,
    PictureReading pictures,
    int task,
    int[] keys,
    String fixedTask,
    Answers answers,
    OnBadRow onBadRow,
    boolean addTaskColumn,
    String modelVersion,
    Set<String> pairTasks,
    Map<String, LabelQuestion> labels,
    int batchRows)
    implements Serializable {

  PredictorOptions options() {
    return PredictorOptions.defaults().withBatchRows(batchRows);
  }

  /** Shape of the answer. */
  enum Answers {
    /** One task a row. */
    ONE,
    /** The task that the row's features point to. */
    ROUTED,
    /** All tasks, one output row a task. */
    ROWS,
    /** All tasks in one map column. */
    MAP,
    /** The labels that the row has, of the tasks that are labels. */
    LABELS,
    /** The task that the row names and, beside it, the one that its features point to. */
    NAMED_AND_ROUTED;

    /** Whether a row has to say its task. */
    boolean named() {
      return this == ONE || this == NAMED_AND_ROUTED;
    }

    /** Whether a row is asked many tasks. */
    boolean all() {
      return this == ROWS || this == MAP || this == LABELS;
    }
  }

  /** The same columns, asked something else. */
  ScoringPlan asking(Answers other) {
    return new ScoringPlan(
        input,
        pictures,
        task,
        keys,
        fixedTask,
        other,
        onBadRow,
        addTaskColumn,
        modelVersion,
        pairTasks,
        labels,
        batchRows);
  }

  /** What happens to a row without a readable input or with a task that was never learnt. */
  enum OnBadRow {
    ERROR,
    SKIP,
    KEEP
  }

  /** Names of the columns that scoring adds. */
  record Outputs(
      String prediction,
      String index,
      String probability,
      String task,
      String confidence,
      String novelty,
      String version,
      String error,
      String predictions,
      String labels,
      String labelProbabilities)
      implements Serializable {

    /** The input's columns and what is added to them. */
    StructType schema(StructType input, Answers answers, boolean addTaskColumn) {
      StructType out = input;
      if (answers == Answers.MAP) {
        StructType answer =
            new StructType()
                .add("prediction", DataTypes.StringType)
                .add("predictionIndex", DataTypes.DoubleType)
                .add("probability", DataTypes.createArrayType(DataTypes.DoubleType, false));
        out =
            out.add(
                predictions, DataTypes.createMapType(DataTypes.StringType, answer, false), true);
      } else if (answers == Answers.LABELS) {
        out =
            out.add(labels, DataTypes.createArrayType(DataTypes.StringType, false), true)
                .add(
                    labelProbabilities,
                    DataTypes.createMapType(DataTypes.StringType, DataTypes.DoubleType, false),
                    true);
      } else {
        out =
            out.add(prediction, DataTypes.StringType)
                .add(index, DataTypes.DoubleType)
                .add(
                    new StructField(
                        probability,
                        SQLDataTypes.VectorType(),
                        true,
                        org.apache.spark.sql.types.Metadata.empty()));
        if (addTaskColumn) {
          out = out.add(task, DataTypes.StringType);
        }
        if (answers == Answers.ROUTED) {
          out = out.add(confidence, DataTypes.DoubleType).add(novelty, DataTypes.DoubleType);
        }
      }
      return out.add(version, DataTypes.StringType).add(error, DataTypes.StringType);
    }

    List<String> added(Answers answers, boolean addTaskColumn) {
      return switch (answers) {
        case MAP -> List.of(predictions, version, error);
        case LABELS -> List.of(labels, labelProbabilities, version, error);
        case ROUTED ->
            List.of(prediction, index, probability, task, confidence, novelty, version, error);
        default ->
            addTaskColumn
                ? List.of(prediction, index, probability, task, version, error)
                : List.of(prediction, index, probability, version, error);
      };
    }
  }
}
