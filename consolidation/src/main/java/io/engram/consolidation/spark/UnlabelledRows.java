package io.engram.consolidation.spark;

import static org.apache.spark.sql.functions.bit_xor;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;

import io.engram.consolidation.spark.data.ReadFailure;
import io.engram.consolidation.spark.data.TaskTable;
import io.engram.transformers.lake.ContentHash;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * An external table of unlabelled inputs that slots are distilled on.
 *
 * @param rows columns row_key, text and pair or image, label (null) and split (train)
 * @param fingerprint SHA-256 of their content, whatever their order and partitions
 */
public record UnlabelledRows(Dataset<Row> rows, String fingerprint) {

  /**
   * Reads the rows once, on executors.
   *
   * @throws UnlabelledRefusedException when a file or a picture of the table is not as it has to be
   */
  public static UnlabelledRows of(Dataset<Row> rows) {
    Dataset<Row> hashes =
        rows.select(
            (TaskTable.isImages(rows)
                    ? xxhash64(col(TaskTable.ROW_KEY), col(TaskTable.IMAGE))
                    : xxhash64(col(TaskTable.ROW_KEY), col(TaskTable.TEXT), col(TaskTable.PAIR)))
                .as("hash"));
    Row summary =
        first(
            hashes.agg(
                count(lit(1)),
                sum(col("hash").cast(DataTypes.createDecimalType(20, 0))),
                bit_xor(col("hash"))));
    return new UnlabelledRows(
        rows, ContentHash.sha256(summary.mkString("\n").getBytes(StandardCharsets.UTF_8)));
  }

  private static Row first(Dataset<Row> summary) {
    try {
      return summary.first();
    } catch (Exception e) {
      // Also what Scala throws without saying so.
      Optional<String> why = ReadFailure.ofContent(e);
      if (why.isEmpty()) {
        throw e;
      }
      throw new UnlabelledRefusedException(why.get(), e);
    }
  }
}
