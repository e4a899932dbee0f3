package io.engram.consolidation.spark.data;

import io.engram.consolidation.task.LabelShare;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;

/**
 * Which label of a multi-label table a task asks for, kept in the metadata of the column of
 * classes, where Spark's own files (Parquet, ORC, Delta) carry it along with the rows.
 */
public final class LabelMetadata {
  private static final String LABEL = "engram.label";
  private static final String SHARE = "engram.label-share";

  private LabelMetadata() {}

  /** The column of classes of such a task. */
  public static Column write(Column classes, String name, LabelShare share) {
    Metadata metadata =
        new MetadataBuilder()
            .putString(LABEL, share.label())
            .putDouble(SHARE, share.share())
            .build();
    return classes.as(name, metadata);
  }

  static Optional<LabelShare> of(StructField classes) {
    Metadata metadata = classes.metadata();
    return metadata.contains(LABEL) && metadata.contains(SHARE)
        ? Optional.of(new LabelShare(metadata.getString(LABEL), metadata.getDouble(SHARE)))
        : Optional.empty();
  }
}
