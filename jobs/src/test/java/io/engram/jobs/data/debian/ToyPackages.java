package io.engram.jobs.data.debian;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Packages of no distribution, and their lists. */
public final class ToyPackages {
  private static final List<String> SECTIONS =
      List.of("perl", "python", "ruby", "javascript", "misc", "games", "sound");

  private ToyPackages() {}

  /** Writes the lists of so many packages into a folder. */
  public static void write(Path folder, int count) throws IOException {
    StringBuilder packages = new StringBuilder();
    StringBuilder descriptions = new StringBuilder();
    for (DebianPackage p : of(count)) {
      packages
          .append("Package: %s\nSource: %s\n".formatted(p.name(), p.source()))
          .append("Section: %s\nDescription-md5: %s\n".formatted(p.section(), p.name()))
          .append("Tag: %s\n\n".formatted(String.join(", ", p.tags())));
      descriptions.append(
          "Description-md5: %s\nDescription-en: %s\n\n".formatted(p.name(), p.text()));
    }
    Files.writeString(folder.resolve("a_Packages"), packages);
    Files.writeString(folder.resolve("a_Translation-en"), descriptions);
  }

  /** Three packages a source; every eleventh has the text of another one. */
  static List<DebianPackage> of(int count) {
    List<DebianPackage> packages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      TreeSet<String> tags = new TreeSet<>();
      tags.add(i % 3 == 0 ? "implemented-in::c" : "rare::tag-" + i % 40);
      if (i % 4 == 0) {
        tags.add("implemented-in::c++");
        tags.add("suite::TODO");
      }
      packages.add(
          new DebianPackage(
              "package-%04d".formatted(i),
              "source-" + i / 3,
              SECTIONS.get(i % SECTIONS.size()),
              i % 11 == 0 ? "the same text" : "description of package " + i,
              tags));
    }
    return packages;
  }
}
