package io.engram.consolidation.task;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a row is used for. */
public enum Split {
  TRAIN,
  VALIDATION,
  TEST;

  /** Name in tables and files: {@code train}, {@code validation} or {@code test}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The split of that name; also {@code training}, {@code valid}, {@code val} and {@code dev}. */
  public static Optional<Split> of(String name) {
    return switch (name.strip().toLowerCase(Locale.ROOT)) {
      case "training" -> Optional.of(TRAIN);
      case "valid", "val", "dev" -> Optional.of(VALIDATION);
      default ->
          Arrays.stream(values())
              .filter(split -> split.label().equals(name.strip().toLowerCase(Locale.ROOT)))
              .findFirst();
    };
  }
}
