package io.engram.consolidation.store;

import io.engram.transformers.lake.ContentSource;
import io.engram.transformers.lake.LakeFiles;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A folder of immutable objects named by their hash: the one of a store, or of a model that stands
 * alone.
 *
 * @param files the file system it is on
 * @param folder where the objects are
 */
public record ObjectFolder(LakeFiles files, Path folder) {

  public static ObjectFolder at(Path folder, Configuration conf) throws IOException {
    return new ObjectFolder(LakeFiles.at(folder, conf), folder);
  }

  /**
   * Keeps bytes under their hash, durably; what is there already is checked and kept for longer.
   */
  public ObjectRef put(byte[] content, String extension) throws IOException {
    ObjectRef reference = ObjectRef.of(content, extension);
    Path path = new Path(folder, reference.fileName());
    if (!files.writeImmutable(path, ContentSource.of(content), content.length)) {
      files.touch(path);
      read(reference);
    }
    return reference;
  }

  /**
   * @throws io.engram.transformers.lake.DamagedFileException when the bytes are not those that were
   *     put
   */
  public byte[] read(ObjectRef reference) throws IOException {
    return files.readVerified(folder, reference.file());
  }
}
