package io.engram.consolidation.store;

import io.engram.transformers.lake.LakeTree;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The files that a store needs, by its records. */
final class StoreFiles {
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

  private static String file(String folder, long number) {
    return folder + String.format(Locale.ROOT, "%020d.json", number);
  }
}
