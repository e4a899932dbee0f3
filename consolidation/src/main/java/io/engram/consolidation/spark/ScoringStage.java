package io.engram.consolidation.spark;

import io.engram.adapters.prediction.PredictorOptions;
import io.engram.consolidation.spark.ScoringPlan.Answers;
import io.engram.consolidation.spark.ScoringPlan.OnBadRow;
import io.engram.consolidation.spark.ScoringPlan.Outputs;
import io.engram.consolidation.spark.data.SourceColumns;
import io.engram.consolidation.task.LabelQuestion;
import io.engram.transformers.spark.InputColumns;
import io.engram.transformers.spark.PictureReading;
import io.engram.transformers.spark.Pictures;
import io.engram.transformers.spark.SparkStage;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns that scoring reads and adds: params shared by the estimator, which passes them on,
 * and its model.
 *
 * <p>Declared once per stage as a field; the stage's registry holds the params themselves.
 */
final class ScoringStage {
  /** Value of the task that has each row's own found. */
  static final String AUTO = "auto";

  private static final List<String> ALL_TASKS = List.of("off", "rows", "map", "labels");
  private static final List<String> INVALID = List.of("error", "skip", "keep");
  private static final List<DataType> STRING = List.of(DataTypes.StringType);
  private static final List<DataType> TEXT = List.of(DataTypes.StringType, DataTypes.BinaryType);

  private final SparkStage stage;
  final Param<String> inputCol;
  final Param<String> pairCol;
  final Param<String> taskCol;
  final Param<String> task;
  final Param<String> allTasks;
  final Param<String> handleInvalid;
  final StringArrayParam keyCols;
  final IntParam scoringBatchSize;
  final Param<String> predictionCol;
  final Param<String> predictionIndexCol;
  final Param<String> probabilityCol;
  final Param<String> confidenceCol;
  final Param<String> noveltyCol;
  final Param<String> modelVersionCol;
  final Param<String> errorCol;
  final Param<String> predictionsCol;
  final Param<String> labelsCol;
  final Param<String> labelProbabilitiesCol;

  ScoringStage(SparkStage stage) {
    this.stage = stage;
    inputCol = stage.stringParam("inputCol", "column of the text or picture", "text");
    pairCol =
        stage.stringParam("pairCol", "column of the second text of a pair; empty for none", "");
    taskCol =
        stage.stringParam(
            "taskCol", "column of the task id; also the output column of the task", "task");
    task =
        stage.stringParam(
            "task",
            "task of every row; empty: each row names its own in taskCol; auto: it is found from the row",
            "");
    allTasks =
        stage.choiceParam(
            "allTasks",
            "answer every task for every row, as rows or in one map column; labels: of the tasks that are labels of a"
                + " multi-label table, those that the row has",
            "off",
            ALL_TASKS);
    handleInvalid =
        stage.choiceParam(
            "handleInvalid",
            "a row without text or with a task never learnt is an error, skipped, or kept without a prediction",
            "error",
            INVALID);
    keyCols = stage.stringArrayParam("keyCols", "columns that name a row in messages");
    scoringBatchSize =
        stage.intParam(
            "scoringBatchSize",
            "rows per forward pass at most; long rows make smaller batches",
            PredictorOptions.defaults().batchRows(),
            ParamValidators.gt(0));
    predictionCol = stage.stringParam("predictionCol", "output: the label", "prediction");
    predictionIndexCol =
        stage.stringParam(
            "predictionIndexCol", "output: index of the label, double", "predictionIndex");
    probabilityCol =
        stage.stringParam(
            "probabilityCol", "output: vector over the task's classes", "probability");
    confidenceCol =
        stage.stringParam(
            "confidenceCol",
            "output with task = auto: probability of the task that was found, double",
            "confidence");
    noveltyCol =
        stage.stringParam(
            "noveltyCol",
            "output with task = auto: share of known rows that are more typical, double",
            "novelty");
    modelVersionCol =
        stage.stringParam("modelVersionCol", "output: version of the model", "modelVersion");
    errorCol =
        stage.stringParam("errorCol", "output: null, or why there is no prediction", "error");
    predictionsCol =
        stage.stringParam(
            "predictionsCol", "output with allTasks = map: task to answer", "predictions");
    labelsCol =
        stage.stringParam(
            "labelsCol", "output with allTasks = labels: the labels that the row has", "labels");
    labelProbabilitiesCol =
        stage.stringParam(
            "labelProbabilitiesCol",
            "output with allTasks = labels: label to its probability at its share of the whole table",
            "labelProbabilities");
  }

  Answers answers() {
    return switch (stage.value(allTasks)) {
      case "rows" -> Answers.ROWS;
      case "map" -> Answers.MAP;
      case "labels" -> Answers.LABELS;
      default -> stage.value(task).equals(AUTO) ? Answers.ROUTED : Answers.ONE;
    };
  }

  Outputs outputs() {
    return new Outputs(
        stage.value(predictionCol),
        stage.value(predictionIndexCol),
        stage.value(probabilityCol),
        stage.value(taskCol),
        stage.value(confidenceCol),
        stage.value(noveltyCol),
        stage.value(modelVersionCol),
        stage.value(errorCol),
        stage.value(predictionsCol),
        stage.value(labelsCol),
        stage.value(labelProbabilitiesCol));
  }

  // A table that brings the column of tasks keeps it; otherwise the answer adds it.
  private boolean addTaskColumn() {
    return switch (answers()) {
      case ROWS, ROUTED -> true;
      case ONE -> !stage.value(task).isEmpty();
      case MAP, LABELS, NAMED_AND_ROUTED -> false;
    };
  }

  /** The param that names an output. */
  private String param(String output) {
    return Stream.of(
            predictionCol,
            predictionIndexCol,
            probabilityCol,
            taskCol,
            confidenceCol,
            noveltyCol,
            modelVersionCol,
            errorCol,
            predictionsCol,
            labelsCol,
            labelProbabilitiesCol)
        .filter(param -> stage.value(param).equals(output))
        .map(Param::name)
        .findFirst()
        .orElseThrow();
  }

  /**
   * The schema of answers to a table like the one that is learnt from, whose column of tasks the
   * answers may bring themselves.
   */
  StructType outputSchemaAfterLearning(StructType learnt) {
    StructType input = learnt;
    if (addTaskColumn()) {
      input =
          new StructType(
              Arrays.stream(learnt.fields())
                  .filter(field -> !field.name().equalsIgnoreCase(stage.value(taskCol)))
                  .toArray(StructField[]::new));
    }
    return outputSchema(input);
  }

  StructType outputSchema(StructType input) {
    plan(input, PictureReading.DEFAULT, "", Set.of(), Map.of());
    return outputs().schema(input, answers(), addTaskColumn());
  }

  /**
   * @param pictures how a picture is read
   * @param pairTasks tasks that need a second text
   * @param labels by task, the labels of a multi-label table
   * @throws IllegalArgumentException when a column is missing, of a wrong type, or in the way;
   *     names the columns there are
   */
  ScoringPlan plan(
      StructType input,
      PictureReading pictures,
      String modelVersion,
      Set<String> pairTasks,
      Map<String, LabelQuestion> labels) {
    boolean column = answers() == Answers.ONE && stage.value(task).isEmpty();
    Set<String> seen = new HashSet<>();
    for (String added : outputs().added(answers(), addTaskColumn())) {
      if (SourceColumns.find(input, added).isPresent()) {
        throw new ColumnRefusedException(
            added, param(added), "is in the table already, and scoring adds one of that name");
      }
      if (!seen.add(added.toLowerCase(Locale.ROOT))) {
        throw new ColumnRefusedException(added, param(added), "is the name of two outputs");
      }
    }
    String pair = stage.value(pairCol);
    return new ScoringPlan(
        new InputColumns(
            input(input, stage.value(inputCol)),
            pair.isEmpty() ? InputColumns.NONE : index(input, pair, "pairCol", TEXT)),
        pictures,
        column ? index(input, stage.value(taskCol), "taskCol", STRING) : -1,
        Arrays.stream(stage.value(keyCols)).mapToInt(key -> index(input, key, "keyCols")).toArray(),
        answers() == Answers.ONE && !column ? stage.value(task) : null,
        answers(),
        OnBadRow.valueOf(stage.value(handleInvalid).toUpperCase(Locale.ROOT)),
        addTaskColumn(),
        modelVersion,
        pairTasks,
        labels,
        stage.value(scoringBatchSize));
  }

  // What is read as text may be a picture's address or bytes: which, the backbone decides.
  private static int input(StructType input, String column) {
    int index = index(input, column, "inputCol");
    return Pictures.isPicture(input.fields()[index].dataType())
        ? index
        : index(input, column, "inputCol", TEXT);
  }

  private static int index(StructType input, String column, String param, List<DataType> types) {
    int index = index(input, column, param);
    DataType type = input.fields()[index].dataType();
    if (!types.contains(type)) {
      throw new ColumnRefusedException(
          column,
          param,
          "is "
              + type.simpleString()
              + ", needed is "
              + String.join(" or ", types.stream().map(DataType::simpleString).toList()));
    }
    return index;
  }

  // Columns are found as learning finds them.
  private static int index(StructType input, String column, String param) {
    return SourceColumns.find(input, column)
        .map(field -> input.fieldIndex(field.name()))
        .orElseThrow(
            () ->
                new ColumnRefusedException(
                    column,
                    param,
                    "is missing; there are " + String.join(", ", input.fieldNames())));
  }
}
