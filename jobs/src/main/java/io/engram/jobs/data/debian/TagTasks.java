package io.engram.jobs.data.debian;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Debtags: several labels a package. Labels that stand for nothing ({@code ...::TODO}) and packages
 * that nobody tagged ({@code special::not-yet-tagged}) are left out, as is a text that was there
 * before.
 */
final class TagTasks {
  private static final String UNTAGGED = "special::not-yet-tagged";
  private static final String NOTHING = "::TODO";

  private TagTasks() {}

  /** The packages that somebody tagged, sorted by name. */
  static List<DebianPackage> of(List<DebianPackage> packages) {
    Set<String> texts = new HashSet<>();
    return packages.stream()
        .filter(p -> !p.tags().isEmpty())
        .filter(p -> p.tags().stream().noneMatch(tag -> tag.startsWith(UNTAGGED)))
        .filter(p -> texts.add(p.text()))
        .toList();
  }

  /** Labels of a package that stand for something, sorted. */
  static List<String> labels(DebianPackage tagged) {
    return tagged.tags().stream().filter(tag -> !tag.endsWith(NOTHING)).toList();
  }
}
