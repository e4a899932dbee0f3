package io.engram.jobs.data;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Task ids of labels: {@code implemented-in::c++} of set debtags is {@code
 * debtags-implemented-in-cpp}.
 */
final class LabelNames {
  /** Of the 64 characters of a task id some are left for a number. */
  private static final int LONGEST = 58;

  private final String set;
  private final Set<String> taken = new HashSet<>();

  LabelNames(String set) {
    this.set = set;
  }

  /** An id that no other label has. */
  String id(String label) {
    String slug =
        label
            .toLowerCase(Locale.ROOT)
            .replace("++", "pp")
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-|-$", "");
    String id = set + "-" + (slug.isEmpty() ? "label" : slug);
    id = id.substring(0, Math.min(LONGEST, id.length()));
    String unique = id;
    for (int number = 2; !taken.add(unique); number++) {
      unique = id + "-" + number;
    }
    return unique;
  }
}
