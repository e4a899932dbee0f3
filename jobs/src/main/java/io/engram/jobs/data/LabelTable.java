package io.engram.jobs.data;

import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.substring;

import io.engram.consolidation.spark.data.LabelMetadata;
import io.engram.consolidation.task.Split;
import io.engram.consolidation.task.SplitCounts;
import io.engram.jobs.service.LabelledTable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;

/**
 * A table with a set of labels a row, cut into balanced tasks of two classes, one a label: rows
 * that have it, and in each split as many that have it not. Rows are sampled by a hash of label and
 * key: the same on every machine, whatever else is in the table. Nothing but counts comes to the
 * driver.
 */
public final class LabelTable {
  static final String KEY = LabelledTable.KEY;
  static final String LABELS = LabelledTable.LABELS;
  static final String SPLIT = LabelledTable.SPLIT;

  /** What stands before the label in the name of the class of the rows that have it not. */
  private static final String NOT = "not ";

  private static final String HASH = "hash";
  private static final int HASH_DIGITS = 16;
  private static final int HASH_BITS = 256;

  private final Dataset<Row> table;
  private final LabelSettings settings;
  private final LabelCensus census;

  private LabelTable(Dataset<Row> table, LabelSettings settings, LabelCensus census) {
    this.table = table;
    this.settings = settings;
    this.census = census;
  }

  /**
   * Counts its labels.
   *
   * @param table columns key (string, unique), text, labels (array of strings, none twice), split;
   *     read once a label
   */
  public static LabelTable of(Dataset<Row> table, LabelSettings settings) {
    return new LabelTable(table, settings, LabelCensus.of(settings.name(), table));
  }

  /**
   * Labels with enough rows that have them and enough that have them not, the most frequent first.
   */
  public List<LabelTask> tasks() {
    List<String> labels = census.labels(settings.minRows());
    Map<String, Map<Split, Long>> chosen = chosen(labels);
    LabelNames names = new LabelNames(settings.name());
    List<LabelTask> tasks = new ArrayList<>();
    for (String label : labels) {
      Map<Split, Long> with = chosen.get(label);
      Map<Split, Long> without = new EnumMap<>(Split.class);
      with.forEach(
          (split, rows) -> without.put(split, Math.min(rows, census.without(label, split))));
      tasks.add(
          new LabelTask(
              names.id(label),
              label,
              NOT + label,
              census.share(label),
              counts(with),
              counts(without)));
    }
    return tasks;
  }

  private static SplitCounts counts(Map<Split, Long> rows) {
    return new SplitCounts(
        rows.getOrDefault(Split.TRAIN, 0L),
        rows.getOrDefault(Split.VALIDATION, 0L),
        rows.getOrDefault(Split.TEST, 0L));
  }

  /** Labels that are no task because too few rows have them, or too few have them not. */
  public int leftOut() {
    return census.size() - census.labels(settings.minRows()).size();
  }

  /** Rows of the whole table. */
  public long rows() {
    return census.rows();
  }

  // The rows that have a label and are sampled, by label and split.
  private Map<String, Map<Split, Long>> chosen(List<String> labels) {
    Column label = col("label");
    Set<String> asked = new HashSet<>(labels);
    Map<String, Map<Split, Long>> chosen = new HashMap<>();
    table
        .select(explode(col(LABELS)).as("label"), col(KEY), col(SPLIT))
        .withColumn(HASH, hash(label))
        .withColumn("place", row_number().over(Window.partitionBy("label").orderBy(order())))
        .where(col("place").leq(settings.rowsPerClass()))
        .groupBy("label", SPLIT)
        .agg(count(lit(1)))
        .collectAsList()
        .stream()
        .filter(row -> asked.contains(row.getString(0)))
        .forEach(
            row ->
                chosen
                    .computeIfAbsent(row.getString(0), none -> new EnumMap<>(Split.class))
                    .put(LabelCensus.split(row.getString(1)), row.getLong(2)));
    return chosen;
  }

  /** The rows of a task: key, text, label and split; the label's column says what it asks. */
  public Dataset<Row> rows(LabelTask task) {
    Dataset<Row> hashed = table.withColumn(HASH, hash(lit(task.label())));
    Column has = array_contains(col(LABELS), task.label());
    Dataset<Row> rows = sample(hashed.where(has), settings.rowsPerClass(), task.label());
    for (Split split : Split.values()) {
      int wanted = (int) task.without().of(split);
      if (wanted > 0) {
        Dataset<Row> others = hashed.where(not(has).and(col(SPLIT).equalTo(split.label())));
        rows = rows.unionAll(sample(others, wanted, task.other()));
      }
    }
    return rows.withColumn("label", LabelMetadata.write(col("label"), "label", task.labelShare()));
  }

  private static Dataset<Row> sample(Dataset<Row> candidates, int rows, String name) {
    return candidates
        .orderBy(order())
        .limit(rows)
        .select(
            col(KEY), col("text"), lit(name).cast(DataTypes.StringType).as("label"), col(SPLIT));
  }

  private static Column hash(Column label) {
    Column text = concat(label, lit("\n"), col(KEY)).cast(DataTypes.BinaryType);
    return substring(sha2(text, HASH_BITS), 1, HASH_DIGITS);
  }

  // As signed numbers of 64 bits: those that begin with 8 to f are negative.
  private static Column[] order() {
    return new Column[] {col(HASH).lt("8"), col(HASH)};
  }
}
