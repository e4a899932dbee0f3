package io.engram.consolidation.spark.data;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.is_valid_utf8;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.octet_length;

import io.engram.consolidation.task.Split;
import io.engram.consolidation.task.TaskColumns;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataTypes;

/**
 * One thing every row has to keep.
 *
 * @param code stable short name
 * @param column the user's column it is about
 * @param broken true for a row that breaks it, never null
 * @param detail what a row that breaks it has to say besides its key, or null
 * @param message what is wrong, before the number of rows
 * @param remedy what to do
 */
record RowRule(
    String code, String column, Column broken, Column detail, String message, String remedy) {
  RowRule(String code, String column, Column broken, String message, String remedy) {
    this(code, column, broken, lit(null).cast(DataTypes.StringType), message, remedy);
  }

  static List<RowRule> of(TaskRequest request, DataLimits limits) {
    TaskColumns columns = request.columns();
    List<RowRule> rules = new ArrayList<>();
    if (columns.isImages()) {
      addImageRules(rules, columns.image(), request.pictures().limits().maxBytes());
    } else {
      addTextRules(rules, columns.text(), TaskTable.TEXT, limits);
    }
    if (columns.pair() != null) {
      addTextRules(rules, columns.pair(), TaskTable.PAIR, limits);
    }
    Column label = col(TaskTable.LABEL);
    rules.add(
        new RowRule(
            "null-label",
            columns.label(),
            TaskTable.isBlank(label),
            "label column '" + columns.label() + "' is null or blank",
            "Give each row a label or leave the row out."));
    rules.add(
        new RowRule(
            "broken-utf8",
            columns.label(),
            label.isNotNull().and(not(is_valid_utf8(label))),
            "label column '" + columns.label() + "' is not valid UTF-8",
            "Write the labels as UTF-8."));
    rules.add(
        new RowRule(
            "label-not-categorical",
            columns.label(),
            col(TaskProjection.FRACTIONAL),
            "label column '" + columns.label() + "' is not categorical: it holds fractions",
            "Labels are strings, whole numbers or booleans, one class a row."));
    if (columns.split() != null) {
      Column split = col(TaskTable.SPLIT);
      rules.add(
          new RowRule(
              "unknown-split",
              columns.split(),
              split
                  .isNull()
                  .or(
                      not(
                          split.isin(
                              Split.TRAIN.label(), Split.VALIDATION.label(), Split.TEST.label()))),
              "split column '" + columns.split() + "' is neither train, validation nor test",
              "Give each row one of these, or name no split column."));
    }
    if (!columns.keys().isEmpty()) {
      rules.add(
          new RowRule(
              "null-key",
              String.join(", ", columns.keys()),
              col(TaskProjection.KEYLESS),
              "a key column of " + columns.keys() + " is null",
              "Name columns that are set in every row."));
    }
    return List.copyOf(rules);
  }

  private static void addImageRules(List<RowRule> rules, String name, int maxBytes) {
    Column image = col(TaskTable.IMAGE);
    Column unread = col(TaskTable.UNREAD);
    rules.add(
        new RowRule(
            "unread-image",
            name,
            unread.isNotNull(),
            unread,
            "image column '" + name + "' names a file that cannot be read",
            "Mend the address or its access rights, or leave the row out; --image-max-bytes"
                + " (imageMaxBytes) is the limit of a file."));
    rules.add(
        new RowRule(
            "no-image",
            name,
            unread.isNull().and(image.isNull().or(octet_length(image).equalTo(0))),
            "image column '" + name + "' is null or has no bytes",
            "Leave such rows out."));
    rules.add(
        new RowRule(
            "large-image",
            name,
            image.isNotNull().and(octet_length(image).gt(maxBytes)),
            "image column '" + name + "' has more than " + maxBytes + " bytes",
            "Make such pictures smaller, or leave the rows out: an encoder sees a few hundred"
                + " pixels a side. --image-max-bytes (imageMaxBytes) is the limit."));
  }

  private static void addTextRules(
      List<RowRule> rules, String name, String role, DataLimits limits) {
    Column text = col(role);
    rules.add(
        new RowRule(
            "blank-text",
            name,
            TaskTable.isBlank(text),
            "text column '" + name + "' is null or blank",
            "Leave such rows out."));
    rules.add(
        new RowRule(
            "broken-utf8",
            name,
            text.isNotNull().and(not(is_valid_utf8(text))),
            "text column '" + name + "' is not valid UTF-8",
            "Write the texts as UTF-8."));
    rules.add(
        new RowRule(
            "long-text",
            name,
            text.isNotNull().and(octet_length(text).geq(limits.maxTextBytes())),
            "text column '" + name + "' has " + limits.maxTextBytes() + " bytes or more",
            "Cut such texts, or leave the rows out: an encoder reads the first few thousand"
                + " characters at most."));
  }
}
