package io.engram.consolidation.task;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.engram.transformers.input.InputKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Which columns of a table hold a task: of texts, or of pictures.
 *
 * @param text first text, or null where rows hold pictures
 * @param pair second text, or null
 * @param image picture, or null where rows hold texts
 * @param label class of the row
 * @param split where the row belongs (train, validation or test), or null: then a hash of the input
 *     decides
 * @param keys columns that together name a row, never null; empty: a hash of the row's content
 */
public record TaskColumns(
    String text,
    String pair,
    @JsonInclude(JsonInclude.Include.NON_NULL) String image,
    String label,
    String split,
    List<String> keys) {

  @JsonCreator
  public TaskColumns {
    if ((text == null) == (image == null) || (image != null && pair != null)) {
      throw new IllegalArgumentException(
          "a task has a column of texts (and perhaps one of second texts) or one of pictures, got text "
              + text
              + ", pair "
              + pair
              + ", image "
              + image);
    }
    Objects.requireNonNull(label, "label column");
    keys = List.copyOf(keys);
  }

  /** A task of texts. */
  public TaskColumns(String text, String pair, String label, String split, List<String> keys) {
    this(text, pair, null, label, split, keys);
  }

  /** A task of pictures. */
  public static TaskColumns ofImages(String image, String label, String split, List<String> keys) {
    return new TaskColumns(null, null, image, label, split, keys);
  }

  /** Columns {@code text} and {@code label}, no other. */
  public static TaskColumns defaults() {
    return new TaskColumns("text", null, "label", null, List.of());
  }

  public TaskColumns withSplit(String newSplit) {
    return new TaskColumns(text, pair, image, label, newSplit, keys);
  }

  /** Whether rows hold pictures. */
  @JsonIgnore
  public boolean isImages() {
    return image != null;
  }

  /**
   * @throws SettingRefusedException when the rows are not what a backbone takes
   */
  public void requireFor(InputKind taken) {
    if (isImages() != (taken == InputKind.IMAGE)) {
      throw new SettingRefusedException(
          "the backbone takes "
              + taken.plural()
              + ", and column '"
              + input()
              + "' is named as one of "
              + (isImages() ? InputKind.IMAGE : InputKind.TEXT).plural()
              + ": name the column with "
              + (isImages() ? "--text-col" : "--image-col")
              + ", or another backbone");
    }
  }

  /** The column of what is classified. */
  public String input() {
    return isImages() ? image : text;
  }

  /** All named columns, in the order of the components. */
  public List<String> named() {
    List<String> named = new ArrayList<>();
    Stream.of(text, pair, image, label, split).filter(Objects::nonNull).forEach(named::add);
    named.addAll(keys);
    return List.copyOf(named);
  }
}
