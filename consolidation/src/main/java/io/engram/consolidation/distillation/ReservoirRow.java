package io.engram.consolidation.distillation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.engram.transformers.input.RawInput;
import java.io.Serializable;
import java.util.Objects;

/**
 * One input of a past task that is kept.
 *
 * @param task the task it came with
 * @param key its row key there
 * @param input text, pair of texts or picture; there is something to read in it
 * @param label its class, where labels are kept, else null
 */
public record ReservoirRow(String task, String key, RawInput input, String label)
    implements Serializable {
  /**
   * Texts are cut here: far beyond what any maximum length lets an encoder see, and a bound on what
   * a reservoir can weigh.
   */
  static final int MAX_CHARACTERS = 8192;

  public ReservoirRow {
    Objects.requireNonNull(task, "task");
    Objects.requireNonNull(key, "key");
    if (input.absence() != null) {
      throw new IllegalArgumentException(
          "row " + key + " of task " + task + ": its input " + input.absence());
    }
    if (input instanceof RawInput.Text row) {
      input = new RawInput.Text(cut(row.text()), row.pair() == null ? null : cut(row.pair()));
    }
  }

  /** The same input without its class. */
  public ReservoirRow withoutLabel() {
    return label == null ? this : new ReservoirRow(task, key, input, null);
  }

  private static String cut(String text) {
    String rest = text;
    while (rest.length() > MAX_CHARACTERS) {
      boolean splitsPair = Character.isHighSurrogate(rest.charAt(MAX_CHARACTERS - 1));
      int end = MAX_CHARACTERS - (splitsPair ? 1 : 0);
      String cut = rest.substring(0, end);
      if (new RawInput.Text(cut, null).absence() == null) {
        return cut;
      }
      // There is nothing to read in so long a beginning.
      rest = rest.substring(end);
    }
    return rest;
  }

  /**
   * A row as it stands in a file: {@code text} and {@code pair}, or {@code image}.
   *
   * @param text first text; null where the row holds a picture
   * @param pair second text, or null
   * @param image bytes of the picture's file (base 64 in JSON), or null
   */
  record Line(
      String task,
      String key,
      String text,
      String pair,
      @JsonInclude(JsonInclude.Include.NON_NULL) byte[] image,
      @JsonInclude(JsonInclude.Include.NON_NULL) String label) {

    static Line of(ReservoirRow row) {
      if (row.input instanceof RawInput.Image picture) {
        return new Line(row.task, row.key, null, null, picture.bytes(), row.label);
      }
      RawInput.Text texts = (RawInput.Text) row.input;
      return new Line(row.task, row.key, texts.text(), texts.pair(), null, row.label);
    }

    ReservoirRow row() {
      return new ReservoirRow(
          task,
          key,
          image == null ? new RawInput.Text(text, pair) : new RawInput.Image(image),
          label);
    }
  }
}
