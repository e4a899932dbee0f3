package io.engram.consolidation.store;

import io.engram.transformers.lake.LakeTree;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The files that a store needs, by its records, and copies of stores on this machine. */
public final class StoreFiles {
  private StoreFiles() {}

  /** Paths relative to the root; of an alias, also its earlier moves to versions that are there. */
  static Set<String> reachable(ModelStore store, Iterable<String> others) throws IOException {
    Set<String> files = new TreeSet<>();
    others.forEach(files::add);
    files.add("engram.json");
    if (store.latest().isPresent()) {
      files.add("log/newest");
    }
    for (VersionRecord version : store.versions()) {
      files.add(file("log/", version.number()));
      version.files().forEach(file -> files.add(version.folder() + "/" + file.path()));
      version.objects().forEach(object -> files.add("objects/" + object.fileName()));
      if (version.backbone() != null) {
        version
            .backbone()
            .files()
            .forEach(
                file -> files.add("backbones/" + version.backbone().sha256() + "/" + file.path()));
      }
    }
    Set<Long> there = new TreeSet<>();
    store.versions().forEach(version -> there.add(version.number()));
    for (String alias : store.aliases().keySet()) {
      files.add("aliases/" + alias + "/newest");
      for (AliasRecord move : store.aliasMoves(alias)) {
        if (there.contains(move.version())) {
          files.add(file("aliases/" + alias + "/", move.number()));
        }
      }
    }
    return files;
  }

  /**
   * Paths of all files below a root, relative to it and sorted, without the log that says what
   * clean-ups expired: it only grows.
   */
  static List<String> onDisk(Path root, Configuration conf) throws IOException {
    return LakeTree.at(root, conf).filesBelow(root).stream()
        .map(LakeTree.Entry::path)
        .filter(path -> !path.matches("expiries/(newest|[0-9]{20}\\.json)"))
        .toList();
  }

  /** Copies a folder of a local disk, without the sidecars that Hadoop would hold against it. */
  public static void copy(java.nio.file.Path from, java.nio.file.Path to) throws IOException {
    try (Stream<java.nio.file.Path> files = Files.walk(from)) {
      for (java.nio.file.Path file : files.toList()) {
        if (!file.getFileName().toString().endsWith(".crc")) {
          Files.copy(file, to.resolve(from.relativize(file).toString()));
        }
      }
    }
  }

  private static String file(String folder, long number) {
    return folder + String.format(Locale.ROOT, "%020d.json", number);
  }
}
