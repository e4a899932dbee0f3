package io.engram.consolidation.store.upkeep;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.store.StoreException;
import io.engram.consolidation.store.VersionFolder;
import io.engram.consolidation.store.VersionRecord;
import io.engram.consolidation.store.serving.ModelFolder;
import io.engram.transformers.lake.ContentSource;
import io.engram.transformers.lake.LakeFile;
import io.engram.transformers.lake.LakeFiles;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The folders of versions: read, and copied with another document. */
final class VersionFiles {
  static final int MAX_DOCUMENT_BYTES = 256 << 20;
  static final JsonMapper JSON = new JsonMapper();

  private final ModelStore store;
  private final LakeFiles files;

  VersionFiles(ModelStore store, Configuration conf) throws IOException {
    this.store = store;
    this.files = LakeFiles.at(new Path(store.root()), conf);
  }

  /** What a version's document becomes. */
  interface Edit {
    byte[] of(byte[] document) throws IOException;
  }

  /** {@code model.json} of a version, checked by its hash. */
  byte[] document(VersionRecord version) throws IOException {
    return files.readVerified(folder(version), documentFile(version));
  }

  private static LakeFile documentFile(VersionRecord version) throws StoreException {
    List<LakeFile> found =
        version.files().stream()
            .filter(file -> ("/" + file.path()).endsWith("/" + ModelFolder.DOCUMENT))
            .toList();
    if (found.size() != 1) {
      throw new StoreException(
          "version "
              + version.number()
              + " must have one "
              + ModelFolder.DOCUMENT
              + ", it has "
              + found.stream().map(LakeFile::path).toList());
    }
    return found.get(0);
  }

  private Path folder(VersionRecord version) {
    return new Path(new Path(store.root()), version.folder());
  }

  /**
   * A new folder with the files of a version and another document; not published.
   *
   * @throws io.engram.consolidation.store.DamagedVersionException when the version is not intact
   */
  VersionFolder copy(VersionRecord version, Edit edit) throws IOException {
    store.intactFolder(version);
    LakeFile document = documentFile(version);
    VersionFolder target = store.newVersionFolder();
    for (LakeFile file : version.files()) {
      Path copy = new Path(new Path(target.uri()), file.path());
      byte[] content = files.readVerified(folder(version), file);
      byte[] kept = file.equals(document) ? edit.of(content) : content;
      files.writeImmutable(copy, ContentSource.of(kept), kept.length);
    }
    return target;
  }
}
