package io.engram.transformers.spark;

import java.util.Map;
import org.apache.spark.sql.SQLContext;
import org.apache.spark.sql.sources.BaseRelation;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.sources.RelationProvider;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Spark source {@value #FORMAT}: pictures in a folder for each class, {@code ROOT/CLASS/FILE}, or
 * in such folders for each split, {@code ROOT/train/CLASS/FILE} and {@code ROOT/test/CLASS/FILE}; a
 * class may have folders within its own. Its columns are {@code key} (the path below ROOT), {@code
 * image} (the file's bytes), {@code label} and, with splits, {@code split}. Files are read only
 * where {@code image} is asked for. An empty file is a row without a byte, one that is longer than
 * option {@value #MAX_BYTES} (64,000,000 where it is not given) a row without a picture; how many
 * files are no pictures by their names, or in no folder of a class, is logged. Other options go to
 * Spark's {@code binaryFile}.
 */
public final class ImageFolder implements RelationProvider, DataSourceRegister {
  public static final String FORMAT = "image-folder";

  /** Option: files with more bytes are not read. */
  public static final String MAX_BYTES = "maxBytes";

  @Override
  public String shortName() {
    return FORMAT;
  }

  @Override
  public BaseRelation createRelation(
      SQLContext context, scala.collection.immutable.Map<String, String> parameters) {
    Map<String, String> options = CollectionConverters.asJava(parameters);
    return new ImageFolderRelation(context, options);
  }
}
