package io.engram.adapters;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The kinds of adapter there are. */
public enum AdapterKind {
  /** Bottlenecks after attention and after the feed-forward block (Houlsby et al. 2019). */
  HOULSBY("houlsby"),
  /** Bottlenecks after the feed-forward block only (Pfeiffer et al. 2021). */
  PFEIFFER("pfeiffer"),
  /** Low-rank changes of the query and value projections (Hu et al. 2022). */
  LORA("lora"),
  /** A change of all weights of the layers: fine-tuning of the encoder itself. */
  FULL("full");

  private final String shortName;

  AdapterKind(String shortName) {
    this.shortName = shortName;
  }

  /** Stable name in settings and files. */
  public String shortName() {
    return shortName;
  }

  /** The kind of that short name, if there is one. */
  public static Optional<AdapterKind> named(String shortName) {
    return Arrays.stream(values()).filter(kind -> kind.shortName.equals(shortName)).findFirst();
  }

  /** All short names. */
  public static List<String> shortNames() {
    return Arrays.stream(values()).map(AdapterKind::shortName).toList();
  }
}
