package io.engram.consolidation.store;

import io.engram.transformers.lake.LakeFile;
import io.engram.transformers.lake.LakeFiles;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;

/** Turns a draft into the record that will name it, after everything it names is on disk. */
final class VersionSealer {
  private final StoreLayout layout;
  private final LakeFiles files;

  VersionSealer(StoreLayout layout, LakeFiles files) {
    this.layout = layout;
    this.files = files;
  }

  private void requireComplete(VersionDraft draft) throws IOException {
    for (ObjectRef object : draft.objects()) {
      Path path = new Path(layout.objects(), object.fileName());
      if (!files.exists(path)) {
        throw new StoreException(
            "the draft needs object " + path + ", which is not there; put it first");
      }
    }
    if (draft.backbone() != null) {
      for (LakeFile file : draft.backbone().files()) {
        Path path = new Path(layout.backbone(draft.backbone().sha256()), file.path());
        if (!files.exists(path)) {
          throw new StoreException(
              "the draft needs backbone file " + path + ", which is not there; publish it first");
        }
      }
    }
  }

  /**
   * Hashes the folder of a draft and forces it to disk; what comes back is ready for the log.
   *
   * @throws StoreException when something that the draft names is not there, or no longer whole
   */
  VersionRecord seal(VersionDraft draft, String store, Instant now) throws IOException {
    requireComplete(draft);
    Path folder = layout.version(draft.folder().id());
    files.deleteSidecars(folder);
    List<LakeFile> sealed = new ArrayList<>();
    List<String> paths = files.filesBelow(folder);
    if (paths.contains(StoreLayout.COLLECTED_MARK)) {
      throw new StoreException(
          folder + " was given up and partly deleted by a clean-up; write the version again");
    }
    for (String path : paths) {
      LakeFile.requireSafe(path);
      sealed.add(files.digest(new Path(folder, path), path));
    }
    if (sealed.isEmpty()) {
      throw new StoreException("the draft has no files in " + folder + "; write the model first");
    }
    files.force(folder, sealed.stream().map(LakeFile::path).toList());
    files.forceFolder(layout.versions());
    if (!draft.objects().isEmpty()) {
      files.forceFolder(layout.objects());
    }
    return new VersionRecord(
        StoreLayout.FORMAT,
        store,
        draft.parent() + 1,
        draft.folder().id(),
        draft.parent(),
        StoreLayout.versionFolder(draft.folder().id()),
        sealed,
        draft.objects(),
        draft.backbone(),
        draft.idempotenceKey(),
        now,
        draft.provenance(),
        draft.change());
  }
}
