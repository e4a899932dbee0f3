package io.engram.jobs.service;

import io.engram.transformers.spark.PictureReading;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table and what its columns mean.
 *
 * @param uri path, opened by Hadoop's FileSystem
 * @param format Spark source
 * @param options options of that source
 * @param textCol text
 * @param textPairCol second text of a pair
 * @param imageCol picture; where it is named, rows hold pictures and no texts
 * @param labelCol class
 * @param splitCol split: {@link #USUAL_SPLIT} counts where the table has it, {@link #NO_SPLIT} is
 *     none, any other has to be there
 * @param keyCols what identifies a row; empty: a hash of the row
 * @param pictures how pictures are read, where rows hold some
 */
public record InputSpec(
    String uri,
    String format,
    Map<String, String> options,
    String textCol,
    Optional<String> textPairCol,
    Optional<String> imageCol,
    String labelCol,
    String splitCol,
    List<String> keyCols,
    PictureReading pictures) {

  /** The split column of who names none. */
  public static final String USUAL_SPLIT = "split";

  /** For all rows, whatever a column of the table says. */
  public static final String NO_SPLIT = "none";

  public InputSpec {
    options = Map.copyOf(options);
    keyCols = List.copyOf(keyCols);
  }

  /** A Parquet table with the default column names. */
  public static InputSpec parquet(String uri) {
    return new InputSpec(
        uri,
        "parquet",
        Map.of(),
        "text",
        Optional.empty(),
        Optional.empty(),
        "label",
        USUAL_SPLIT,
        List.of("key"),
        PictureReading.DEFAULT);
  }

  /** A Parquet table with the default column names and pictures in column {@code image}. */
  public static InputSpec images(String uri) {
    InputSpec texts = parquet(uri);
    return new InputSpec(
        uri,
        texts.format,
        texts.options,
        texts.textCol,
        texts.textPairCol,
        Optional.of("image"),
        texts.labelCol,
        texts.splitCol,
        texts.keyCols,
        texts.pictures);
  }

  /** A Parquet table with the default column names and second texts in column {@code pair}. */
  public static InputSpec pairs(String uri) {
    InputSpec texts = parquet(uri);
    return new InputSpec(
        uri,
        texts.format,
        texts.options,
        texts.textCol,
        Optional.of("pair"),
        texts.imageCol,
        texts.labelCol,
        texts.splitCol,
        texts.keyCols,
        texts.pictures);
  }

  /** A split column that the table must have. */
  Optional<String> requiredSplit() {
    return splitCol.equals(USUAL_SPLIT) || splitCol.equals(NO_SPLIT)
        ? Optional.empty()
        : Optional.of(splitCol);
  }

  /** A split column that counts where the table has it. */
  Optional<String> splitIfPresent() {
    return splitCol.equals(USUAL_SPLIT) ? Optional.of(splitCol) : Optional.empty();
  }

  /** The column of what is classified. */
  public String inputCol() {
    return imageCol.orElse(textCol);
  }
}
