package io.engram.transformers.lake;

import java.io.IOException;
import java.util.Set;
import org.apache.hadoop.fs.Path;

/** A file system on which nothing can be published, because no atomic create is known for it. */
public final class UnsupportedFileSystemException extends IOException {
  private static final long serialVersionUID = 1L;

  UnsupportedFileSystemException(String scheme, Path path, Set<String> known) {
    super(
        "cannot write to "
            + path
            + ": no atomic create-if-absent is known for the scheme '"
            + scheme
            + "'. Use a model root on one of "
            + known
            + ", or put a jar on the class path that provides "
            + ExclusiveCreate.class.getName()
            + " for '"
            + scheme
            + "'. Reading works without it.");
  }

  /**
   * @param missing what its implementation lacks there, a sentence without its full stop that
   *     continues "because"
   */
  UnsupportedFileSystemException(Path path, String missing) {
    super(
        "cannot write to "
            + path
            + ", because "
            + missing
            + ". Or use a model root on another file system. Reading works without it.");
  }
}
