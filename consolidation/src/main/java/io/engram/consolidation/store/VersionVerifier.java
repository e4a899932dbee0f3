package io.engram.consolidation.store;

import io.engram.transformers.lake.LakeFile;
import io.engram.transformers.lake.LakeFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/** Compares every file of a version with its record; reads a file that versions share once. */
final class VersionVerifier {
  private final StoreLayout layout;
  private final LakeFiles files;
  private final Map<String, Optional<LakeFile>> read = new HashMap<>();

  VersionVerifier(StoreLayout layout, LakeFiles files) {
    this.layout = layout;
    this.files = files;
  }

  /**
   * @param withBackbone whether to read the backbone too, which is large and checked again by who
   *     fetches it
   */
  List<Damage> verify(VersionRecord record, boolean withBackbone) throws IOException {
    Map<String, LakeFile> expected =
        withBackbone ? RecordedFiles.of(record) : RecordedFiles.withoutBackbone(record);
    Map<String, String> ownerOfHash = new HashMap<>();
    expected.forEach((path, file) -> ownerOfHash.putIfAbsent(file.sha256(), path));
    List<Damage> damages = new ArrayList<>();
    for (Map.Entry<String, LakeFile> entry : expected.entrySet()) {
      check(entry.getKey(), entry.getValue(), ownerOfHash, damages);
    }
    for (String found : files.filesBelow(layout.version(record.id()))) {
      String path = record.folder() + "/" + found;
      if (!expected.containsKey(path)) {
        damages.add(new Damage(path, Damage.Kind.EXTRA, "no file", "a file"));
      }
    }
    return damages;
  }

  private void check(
      String path, LakeFile file, Map<String, String> ownerOfHash, List<Damage> damages)
      throws IOException {
    String wanted = LakeFiles.describe(file.length(), file.sha256());
    Optional<LakeFile> there = read(path, file.path());
    if (there.isEmpty()) {
      damages.add(new Damage(path, Damage.Kind.MISSING, wanted, "no file"));
      return;
    }
    LakeFile found = there.get();
    if (found.equals(file)) {
      return;
    }
    String owner = ownerOfHash.get(found.sha256());
    String actual = LakeFiles.describe(found.length(), found.sha256());
    if (owner != null) {
      damages.add(
          new Damage(path, Damage.Kind.SWAPPED, wanted, actual + ", the content of " + owner));
    } else if (found.length() < file.length()) {
      damages.add(new Damage(path, Damage.Kind.TRUNCATED, wanted, actual));
    } else if (found.length() > file.length()) {
      damages.add(new Damage(path, Damage.Kind.EXTENDED, wanted, actual));
    } else {
      damages.add(new Damage(path, Damage.Kind.CHANGED, wanted, actual));
    }
  }

  private Optional<LakeFile> read(String path, String name) throws IOException {
    Optional<LakeFile> known = read.get(path);
    if (known == null) {
      known = digest(path, name);
      read.put(path, known);
    }
    return known;
  }

  private Optional<LakeFile> digest(String path, String name) throws IOException {
    try {
      return Optional.of(files.digest(new Path(layout.root(), path), name));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }
}
