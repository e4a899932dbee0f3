package io.engram.consolidation.spark.data;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import io.engram.consolidation.task.TaskColumns;
import io.engram.transformers.input.RawInput;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * What the contract asks of each row, in place of its text or picture: key, label, split, a length,
 * hashes, and which rules it breaks.
 *
 * <p>Of pictures these are kept, in memory or on the executors' disks, while the contract is
 * checked: some hundred bytes a row, so that the files behind a table are opened once for all its
 * questions. Of texts they are computed anew by each, which costs less than to keep them.
 */
final class RowFacts implements AutoCloseable {
  static final String CHARACTERS = "characters";
  static final String REPLACED = "replaced";

  /** Two hashes of the input, which together stand for it. */
  static final List<String> INPUT = List.of("input_0", "input_1");

  private static final String REPLACEMENT = String.valueOf(RawInput.REPLACEMENT);

  private final Dataset<Row> table;
  private final boolean kept;

  private RowFacts(Dataset<Row> table, boolean kept) {
    this.table = table;
    this.kept = kept;
  }

  static RowFacts of(TaskTable task, List<RowRule> rules) {
    TaskColumns columns = task.request().columns();
    List<Column> facts = new ArrayList<>();
    facts.addAll(List.of(col(TaskTable.ROW_KEY), col(TaskTable.LABEL), col(TaskTable.SPLIT)));
    Column characters = lit(0);
    Column replaced = lit(false);
    for (Column input : TaskTable.inputColumns(columns)) {
      characters = characters.plus(coalesce(length(input), lit(0)).cast("long"));
      if (!columns.isImages()) {
        replaced = replaced.or(coalesce(input.contains(REPLACEMENT), lit(false)));
      }
    }
    facts.add(characters.as(CHARACTERS));
    facts.add(replaced.as(REPLACED));
    facts.addAll(inputs(columns));
    facts.addAll(ContentFingerprint.ofRow(columns));
    for (int i = 0; i < rules.size(); i++) {
      facts.add(rules.get(i).broken().as("breaks_" + i));
      facts.add(rules.get(i).detail().as("detail_" + i));
    }
    Dataset<Row> table = task.unchecked().select(facts.toArray(Column[]::new));
    return columns.isImages()
        ? new RowFacts(table.persist(StorageLevel.MEMORY_AND_DISK()), true)
        : new RowFacts(table, false);
  }

  private static List<Column> inputs(TaskColumns columns) {
    Column[] inputs = TaskTable.inputColumns(columns);
    List<Column> second = new ArrayList<>(List.of(lit("second")));
    second.addAll(List.of(inputs));
    return List.of(
        xxhash64(inputs).as(INPUT.get(0)),
        xxhash64(second.toArray(Column[]::new)).as(INPUT.get(1)));
  }

  Dataset<Row> table() {
    return table;
  }

  /** Whether a row breaks the rule of that place in the list. */
  static Column broken(int rule) {
    return col("breaks_" + rule);
  }

  /** What a row has to say about it, or null. */
  static Column detail(int rule) {
    return col("detail_" + rule);
  }

  @Override
  public void close() {
    if (kept) {
      table.unpersist();
    }
  }
}
