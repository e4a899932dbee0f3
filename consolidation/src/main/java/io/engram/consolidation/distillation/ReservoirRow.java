package io.engram.consolidation.distillation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.Serializable;
import java.util.Objects;

/**
 * One input of a past task that is kept.
 *
 * @param task the task it came with
 * @param key its row key there
 * @param text first text
 * @param pair second text, or null
 * @param label its class, where labels are kept, else null
 */
public record ReservoirRow(
    String task,
    String key,
    String text,
    String pair,
    @JsonInclude(JsonInclude.Include.NON_NULL) String label)
    implements Serializable {
  /**
   * Texts are cut here: far beyond what any maximum length lets an encoder see, and a bound on what
   * a reservoir can weigh.
   */
  static final int MAX_CHARACTERS = 8192;

  public ReservoirRow {
    Objects.requireNonNull(task, "task");
    Objects.requireNonNull(key, "key");
    text = cut(Objects.requireNonNull(text, "text"));
    pair = pair == null ? null : cut(pair);
  }

  private static String cut(String text) {
    if (text.length() <= MAX_CHARACTERS) {
      return text;
    }
    boolean splitsPair = Character.isHighSurrogate(text.charAt(MAX_CHARACTERS - 1));
    return text.substring(0, MAX_CHARACTERS - (splitsPair ? 1 : 0));
  }
}
