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

  private static String cut(String text) {
    if (text.length() <= MAX_CHARACTERS) {
      return text;
    }
    boolean splitsPair = Character.isHighSurrogate(text.charAt(MAX_CHARACTERS - 1));
    return text.substring(0, MAX_CHARACTERS - (splitsPair ? 1 : 0));
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
