package io.engram.consolidation.spark.data;

import static org.apache.spark.sql.functions.bit_xor;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.shiftrightunsigned;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;

import io.engram.consolidation.task.TaskColumns;
import io.engram.transformers.lake.ContentHash;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/**
 * The identity of a task's rows, whatever their order and partitions: SHA-256 over their number and
 * the sums and exclusive ors of two 64-bit hashes of each.
 */
final class ContentFingerprint {
  private static final String VERSION = "engram-rows-1";
  private static final long LOW_HALF = 0xffffffffL;
  private static final int HALF_BITS = 32;
  private static final int HASHES = 2;

  private long rows;
  private final BigInteger[] sums = {BigInteger.ZERO, BigInteger.ZERO};
  private final long[] xors = new long[HASHES];

  /**
   * The hashes of a row, which {@link #aggregates} are made of.
   *
   * @param columns where key columns are named, keys are part of the content
   */
  static List<Column> ofRow(TaskColumns columns) {
    List<Column> hashes = new ArrayList<>();
    for (int i = 0; i < HASHES; i++) {
      List<Column> content = new ArrayList<>();
      content.add(lit(VERSION + i));
      content.addAll(input(columns));
      content.add(coalesce(col(TaskTable.LABEL), lit("")));
      content.add(coalesce(col(TaskTable.SPLIT), lit("")));
      content.add(columns.keys().isEmpty() ? lit("") : col(TaskTable.ROW_KEY));
      hashes.add(xxhash64(content.toArray(Column[]::new)).as("hash_" + i));
    }
    return hashes;
  }

  /** Aggregates over a group of rows with {@link #ofRow}; the results are read by {@link #add}. */
  static List<Column> aggregates() {
    List<Column> aggregates = new ArrayList<>();
    for (int i = 0; i < HASHES; i++) {
      Column hash = col("hash_" + i);
      // In halves: a sum of whole hashes overflows.
      aggregates.add(sum(hash.bitwiseAND(LOW_HALF)).as("hash_low_" + i));
      aggregates.add(sum(shiftrightunsigned(hash, HALF_BITS)).as("hash_high_" + i));
      aggregates.add(bit_xor(hash).as("hash_xor_" + i));
    }
    return aggregates;
  }

  private static List<Column> input(TaskColumns columns) {
    if (columns.isImages()) {
      return List.of(coalesce(col(TaskTable.IMAGE), lit(new byte[0])));
    }
    return List.of(
        coalesce(col(TaskTable.TEXT), lit("")), coalesce(col(TaskTable.PAIR), lit("\u0000")));
  }

  /** Adds a group of {@code count} rows. */
  void add(long count, Row group) {
    rows += count;
    for (int i = 0; i < HASHES; i++) {
      BigInteger high = BigInteger.valueOf(group.<Long>getAs("hash_high_" + i));
      BigInteger low = BigInteger.valueOf(group.<Long>getAs("hash_low_" + i));
      sums[i] = sums[i].add(high.shiftLeft(HALF_BITS)).add(low);
      xors[i] ^= group.<Long>getAs("hash_xor_" + i);
    }
  }

  /** SHA-256 in hex. */
  String hex() {
    StringBuilder content = new StringBuilder(VERSION).append('|').append(rows);
    for (int i = 0; i < HASHES; i++) {
      content.append('|').append(sums[i]).append('|').append(xors[i]);
    }
    return ContentHash.sha256(content.toString().getBytes(StandardCharsets.UTF_8));
  }
}
