package io.engram.transformers.lake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Finds the {@link ExclusiveCreate} of a path's file system. */
public final class ExclusiveCreates {

  private ExclusiveCreates() {}

  /**
   * The implementation for the file system of {@code path}, looked for with the class loader of
   * this class and then with the thread's (where {@code spark-submit --packages} puts jars).
   *
   * @throws UnsupportedFileSystemException when there is none, or it cannot do it there; nothing
   *     was written
   */
  public static ExclusiveCreate forPath(Path path, Configuration conf) throws IOException {
    String scheme = path.toUri().getScheme();
    if (scheme == null) {
      scheme = FileSystem.getDefaultUri(conf).getScheme();
    }
    List<ClassLoader> loaders = new ArrayList<>();
    loaders.add(ExclusiveCreate.class.getClassLoader());
    ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
    if (ofThread != null && ofThread != loaders.get(0)) {
      loaders.add(ofThread);
    }
    TreeSet<String> known = new TreeSet<>();
    for (ClassLoader loader : loaders) {
      for (ExclusiveCreate candidate : ServiceLoader.load(ExclusiveCreate.class, loader)) {
        if (candidate.schemes().contains(scheme)) {
          candidate.requireSupported(path, conf);
          return candidate;
        }
        known.addAll(candidate.schemes());
      }
    }
    throw new UnsupportedFileSystemException(scheme, path, known);
  }
}
