package io.engram.consolidation.store;

import io.engram.transformers.lake.ContentHash;
import io.engram.transformers.lake.DamagedFileException;
import io.engram.transformers.lake.LakeFile;
import io.engram.transformers.lake.LakeFiles;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The record that a stage's folder belongs to, where one is at hand: in a store it is the one that
 * the document's version number names, in an exported folder it is {@value VersionExport#ORIGIN}. A
 * folder that was saved by hand, or whose record somebody took away, has none, and nothing but the
 * hashes inside its document to be compared with.
 */
public final class StageOrigin {
  private StageOrigin() {}

  /**
   * Compares the files of the folder that a stage lies in with the record.
   *
   * @param stage folder of the stage, {@code <folder>/stages/<stage>}
   * @param document {@code model.json} as it was read
   * @param version number that the document names
   * @return whether there was a record
   * @throws DamagedFileException naming the file, what was expected and what was found
   */
  public static boolean require(Path stage, byte[] document, long version, Configuration conf)
      throws IOException {
    Path stages = stage.getParent();
    Path folder = stages == null ? null : stages.getParent();
    if (folder == null || !stages.getName().equals("stages")) {
      return false;
    }
    LakeFiles files = LakeFiles.at(folder, conf);
    Path origin = new Path(folder, VersionExport.ORIGIN);
    if (files.exists(origin)) {
      byte[] content = files.read(origin, RecordFile.MAX_BYTES);
      VersionRecord record = RecordFile.decode(content, VersionRecord.class, origin.toString());
      byte[] published = VersionExport.published(document, new Path(stage, StoreLayout.MODEL_FILE));
      compare(record, files, folder, stage, published);
      return true;
    }
    VersionRecord record = inStore(folder, version, conf);
    if (record == null) {
      return false;
    }
    compare(record, files, folder, stage, document);
    return true;
  }

  private static VersionRecord inStore(Path folder, long version, Configuration conf)
      throws IOException {
    Path versions = folder.getParent();
    if (versions == null
        || !versions.getName().equals(StoreLayout.VERSIONS)
        || versions.getParent() == null
        || !LakeModelStore.exists(versions.getParent().toUri(), conf)) {
      return null;
    }
    VersionRecord record =
        LakeModelStore.open(versions.getParent().toUri(), conf).version(Math.max(version, 1));
    if (!record.id().equals(folder.getName())) {
      throw new DamagedFileException(
          folder + "/**/" + StoreLayout.MODEL_FILE,
          "the number of a version in this folder",
          "version " + version + ", which lies in " + record.folder());
    }
    return record;
  }

  private static void compare(
      VersionRecord record, LakeFiles files, Path folder, Path stage, byte[] document)
      throws IOException {
    Path model = new Path(stage, StoreLayout.MODEL_FILE);
    boolean listed = false;
    for (LakeFile file : record.files()) {
      Path path = new Path(folder, file.path());
      if (!files.qualified(path).equals(files.qualified(model))) {
        files.readVerified(folder, file);
        continue;
      }
      listed = true;
      String actual = ContentHash.sha256(document);
      if (!actual.equals(file.sha256())) {
        throw new DamagedFileException(
            path.toString(),
            LakeFiles.describe(file.length(), file.sha256()),
            LakeFiles.describe(document.length, actual));
      }
    }
    if (!listed) {
      throw new DamagedFileException(model.toString(), "no such file", "a file");
    }
  }
}
