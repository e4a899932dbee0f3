package io.engram.consolidation.spark.data;

import io.engram.consolidation.task.DataProblem;
import io.engram.consolidation.task.TaskColumns;
import io.engram.transformers.spark.Pictures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** What can be told from a table's schema alone. */
public final class SourceColumns {
  private SourceColumns() {}

  /** The column of that name; the same letters in another case will do. */
  public static Optional<StructField> find(StructType schema, String name) {
    return Arrays.stream(schema.fields())
        .filter(field -> field.name().equals(name))
        .findFirst()
        .or(
            () ->
                Arrays.stream(schema.fields())
                    .filter(field -> field.name().equalsIgnoreCase(name))
                    .findFirst());
  }

  /** A column by its exact name, whatever characters it holds. */
  public static Column named(String name) {
    return functions.col(quoted(name));
  }

  /** An exact name as Spark's expressions take it. */
  public static String quoted(String name) {
    return '`' + name.replace("`", "``") + '`';
  }

  static StructField field(StructType schema, String name) {
    return find(schema, name).orElseThrow();
  }

  /** Missing columns and columns of a type that cannot be what they are named for. */
  static List<DataProblem> problems(StructType schema, TaskColumns columns) {
    List<DataProblem> problems = new ArrayList<>();
    for (String name : columns.named()) {
      if (find(schema, name).isEmpty()) {
        problems.add(
            problem(
                "missing-column",
                name,
                "column '" + name + "' is missing; there are " + names(schema),
                "Name the column that holds it."));
      }
    }
    for (String name : twice(columns)) {
      problems.add(
          problem(
              "column-twice",
              name,
              "column '" + name + "' is named for two things, or twice as a key",
              "Input, second text, label and split are a column each, and a key counts once."));
    }
    if (problems.isEmpty()) {
      if (columns.isImages()) {
        checkImage(schema, columns.image(), problems);
      } else {
        checkText(schema, columns.text(), problems);
      }
      if (columns.pair() != null) {
        checkText(schema, columns.pair(), problems);
      }
      checkLabel(schema, columns.label(), problems);
      checkAtomic(schema, columns, problems);
    }
    return problems;
  }

  // A key may well be what is classified, or how it is split; but not a key again.
  private static Set<String> twice(TaskColumns columns) {
    Set<String> twice =
        repeated(Arrays.asList(columns.input(), columns.pair(), columns.label(), columns.split()));
    twice.addAll(repeated(columns.keys()));
    return twice;
  }

  private static Set<String> repeated(List<String> names) {
    return names.stream()
        .filter(name -> name != null && Collections.frequency(names, name) > 1)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void checkText(StructType schema, String name, List<DataProblem> problems) {
    DataType type = field(schema, name).dataType();
    if (!(type instanceof StringType || type instanceof BinaryType)) {
      problems.add(
          problem(
              "text-type",
              name,
              "text column '" + name + "' is of type " + type.simpleString(),
              "Texts are strings, or binary in UTF-8."));
    }
  }

  private static void checkImage(StructType schema, String name, List<DataProblem> problems) {
    DataType type = field(schema, name).dataType();
    if (!Pictures.isPicture(type)) {
      problems.add(
          problem(
              "image-type",
              name,
              "image column '" + name + "' is of type " + type.simpleString(),
              "Pictures are binary (the bytes of a file) or strings (addresses of files)."));
    }
  }

  private static void checkLabel(StructType schema, String name, List<DataProblem> problems) {
    DataType type = field(schema, name).dataType();
    if (!(type instanceof StringType
        || type instanceof NumericType
        || type instanceof BooleanType)) {
      problems.add(
          problem(
              "label-not-categorical",
              name,
              "label column '" + name + "' is of type " + type.simpleString() + ", not categorical",
              "Labels are strings, whole numbers or booleans, one class a row."));
    }
  }

  private static void checkAtomic(
      StructType schema, TaskColumns columns, List<DataProblem> problems) {
    List<String> others = new ArrayList<>(columns.keys());
    if (columns.split() != null) {
      others.add(columns.split());
    }
    for (String name : others) {
      DataType type = field(schema, name).dataType();
      if (type.simpleString().matches("(array|map|struct|binary|variant).*")) {
        problems.add(
            problem(
                "column-type",
                name,
                "column '" + name + "' is of type " + type.simpleString(),
                "Keys and splits are strings, numbers or dates."));
      }
    }
  }

  private static String names(StructType schema) {
    return String.join(", ", schema.fieldNames());
  }

  private static DataProblem problem(String code, String column, String message, String remedy) {
    return new DataProblem(code, column, null, List.of(), 0, message, remedy);
  }
}
