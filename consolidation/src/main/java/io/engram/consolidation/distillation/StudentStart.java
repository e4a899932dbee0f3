package io.engram.consolidation.distillation;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Where the student of a consolidation starts. */
public enum StudentStart {
  /** At the slot's adapter: it knows several tasks already. */
  COPY("copy"),
  /** Half way between the slot's adapter and the new one. */
  AVERAGE("average"),
  /** At the plain backbone. */
  FRESH("fresh");

  private final String shortName;

  StudentStart(String shortName) {
    this.shortName = shortName;
  }

  /** Stable name in settings and files. */
  public String shortName() {
    return shortName;
  }

  /**
   * @throws IllegalArgumentException if there is no such start, naming those there are
   */
  public static StudentStart of(String name) {
    return Arrays.stream(values())
        .filter(start -> start.shortName.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no student start '"
                        + name
                        + "'; there are "
                        + Arrays.stream(values())
                            .map(StudentStart::shortName)
                            .collect(Collectors.joining(", "))));
  }
}
