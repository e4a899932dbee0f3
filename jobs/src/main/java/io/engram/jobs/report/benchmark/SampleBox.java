package io.engram.jobs.report.benchmark;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.engram.consolidation.benchmark.RowSample;
import io.engram.consolidation.benchmark.TaskSamples;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Rows that the page shows, each once, and no more of them than make a page that opens at once. */
final class SampleBox {
  /** Characters of all samples together: a page of a few megabytes. */
  static final int MOST_CHARACTERS = 2 << 20;

  private final List<Shown> shown = new ArrayList<>();
  private final Map<List<String>, Integer> places = new HashMap<>();
  private int characters;
  private int leftOut;

  /**
   * One of the two is null.
   *
   * @param text of a row
   * @param picture a PNG file in Base64
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Shown(String text, String picture) {
    static Shown of(RowSample sample) {
      return sample.picture() == null
          ? new Shown(sample.text(), null)
          : new Shown(null, Base64.getEncoder().encodeToString(sample.picture()));
    }

    int characters() {
      return text == null ? picture.length() : text.length();
    }
  }

  /** Place of a row among those that are shown; empty when it is not at hand or does not fit. */
  OptionalInt add(TaskSamples task, String row) {
    Integer place =
        places.computeIfAbsent(List.of(task.task(), row), key -> put(task.rows().get(row)));
    return place == null || place < 0 ? OptionalInt.empty() : OptionalInt.of(place);
  }

  /** Null for a row that is not at hand, negative for one that does not fit. */
  private Integer put(RowSample sample) {
    if (sample == null) {
      return null;
    }
    Shown made = Shown.of(sample);
    if (characters + made.characters() > MOST_CHARACTERS) {
      leftOut++;
      return -1;
    }
    characters += made.characters();
    shown.add(made);
    return shown.size() - 1;
  }

  List<Shown> shown() {
    return Collections.unmodifiableList(shown);
  }

  int leftOut() {
    return leftOut;
  }
}
