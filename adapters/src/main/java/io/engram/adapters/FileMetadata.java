package io.engram.adapters;

import io.engram.transformers.weights.Safetensors;
import io.engram.transformers.weights.WeightFileException;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The checked metadata of one of our weight files.
 *
 * @param file what the file is, for messages
 * @param values the header's free text map
 */
record FileMetadata(String file, Map<String, String> values) {
  /** Format version of a file that says nothing newer. */
  static final int VERSION = 1;

  /** As many digits as the shortest decimal of any double may have, in plain or E notation. */
  private static final Pattern DECIMAL =
      Pattern.compile("[0-9]{1,9}([.][0-9]{1,24})?(E-?[0-9]{1,3})?");

  static FileMetadata of(Safetensors source, String file, String format) {
    return of(source, file, format, VERSION);
  }

  /**
   * @param newest format version that this program reads
   */
  static FileMetadata of(Safetensors source, String file, String format, int newest) {
    FileMetadata metadata = new FileMetadata(file, source.metadata());
    if (!format.equals(metadata.text("format"))) {
      throw new WeightFileException(
          file + ": expected format " + format + ", got " + metadata.text("format"));
    }
    if (metadata.integer("version") > newest) {
      throw new WeightFileException(
          file
              + ": format version "
              + metadata.integer("version")
              + ", this program reads up to "
              + newest
              + "; use a newer one");
    }
    return metadata;
  }

  String text(String key) {
    String value = values.get(key);
    if (value == null) {
      throw new WeightFileException(file + ": its metadata lacks '" + key + "'");
    }
    return value;
  }

  int integer(String key) {
    String value = text(key);
    if (!value.matches("[0-9]{1,9}")) {
      throw new WeightFileException(
          file + ": metadata '" + key + "' should be a number, is '" + value + "'");
    }
    return Integer.parseInt(value);
  }

  /** A number greater than 0, as {@link Double#toString(double)} or a person writes it. */
  double decimal(String key) {
    String value = text(key);
    if (!DECIMAL.matcher(value).matches()) {
      throw new WeightFileException(
          file + ": metadata '" + key + "' should be a decimal number, is '" + value + "'");
    }
    double number = Double.parseDouble(value);
    if (!(number > 0) || Double.isInfinite(number)) {
      throw new WeightFileException(
          file + ": metadata '" + key + "' should be finite and positive, is '" + value + "'");
    }
    return number;
  }
}
