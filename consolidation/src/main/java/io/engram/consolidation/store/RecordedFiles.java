package io.engram.consolidation.store;

import io.engram.transformers.lake.LakeFile;
import java.util.LinkedHashMap;
import java.util.Map;

/** The files of a version, as its record lists them. */
public final class RecordedFiles {
  private RecordedFiles() {}

  /** Files, objects and backbone files, by their path relative to the store's root. */
  public static Map<String, LakeFile> of(VersionRecord record) {
    Map<String, LakeFile> files = withoutBackbone(record);
    if (record.backbone() != null) {
      String folder = StoreLayout.BACKBONES + "/" + record.backbone().sha256() + "/";
      record.backbone().files().forEach(file -> files.put(folder + file.path(), file));
    }
    return files;
  }

  static Map<String, LakeFile> withoutBackbone(VersionRecord record) {
    Map<String, LakeFile> files = new LinkedHashMap<>();
    record.files().forEach(file -> files.put(record.folder() + "/" + file.path(), file));
    record
        .objects()
        .forEach(object -> files.put(StoreLayout.OBJECTS + "/" + object.fileName(), object.file()));
    return files;
  }

  /** Length of some files together, in bytes. */
  public static long bytes(Map<String, LakeFile> files) {
    return files.values().stream().mapToLong(LakeFile::length).sum();
  }
}
