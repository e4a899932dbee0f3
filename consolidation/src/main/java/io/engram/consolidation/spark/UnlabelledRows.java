package io.engram.consolidation.spark;

import static org.apache.spark.sql.functions.bit_xor;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;

import io.engram.consolidation.spark.data.TaskTable;
import io.engram.transformers.lake.ContentHash;
import java.nio.charset.StandardCharsets;
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

  /** Reads the rows once, on executors. */
  public static UnlabelledRows of(Dataset<Row> rows) {
    Dataset<Row> hashes =
        rows.select(
            (TaskTable.isImages(rows)
                    ? xxhash64(col(TaskTable.ROW_KEY), col(TaskTable.IMAGE))
                    : xxhash64(col(TaskTable.ROW_KEY), col(TaskTable.TEXT), col(TaskTable.PAIR)))
                .as("hash"));
    Row summary =
        hashes
            .agg(
                count(lit(1)),
                sum(col("hash").cast(DataTypes.createDecimalType(20, 0))),
                bit_xor(col("hash")))
            .first();
    return new UnlabelledRows(
        rows, ContentHash.sha256(summary.mkString("\n").getBytes(StandardCharsets.UTF_8)));
  }
}
