package io.engram.consolidation.store.serving;

import io.engram.consolidation.model.ModelObjects;
import io.engram.consolidation.store.ObjectFolder;
import io.engram.consolidation.store.ObjectRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The objects of a model in a folder of the lake, checked by hash whenever they are read. */
public final class LakeObjects implements ModelObjects {
  private final Path folder;
  private final Configuration configuration;

  /**
   * @param folder of the objects
   */
  public LakeObjects(String folder, Configuration configuration) {
    this.folder = new Path(folder);
    this.configuration = configuration;
  }

  @Override
  public ObjectRef put(byte[] content, String extension) {
    try {
      return ObjectFolder.at(folder, configuration).put(content, extension);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "object "
              + ObjectRef.of(content, extension).fileName()
              + " cannot be written to "
              + folder
              + ": "
              + e.getMessage(),
          e);
    }
  }

  @Override
  public byte[] read(ObjectRef ref) {
    try {
      return ObjectFolder.at(folder, configuration).read(ref);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "object " + ref.fileName() + " cannot be read from " + folder + ": " + e.getMessage(), e);
    }
  }
}
