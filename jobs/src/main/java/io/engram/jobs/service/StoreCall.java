package io.engram.jobs.service;

import io.engram.consolidation.store.ModelStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** What may fail in a store. */
@FunctionalInterface
interface StoreCall<T> {
  T on(ModelStore store) throws IOException;

  /** Opens the store at a root, which may be relative, and asks it. */
  static <T> T ask(String root, Configuration hadoop, StoreCall<T> call) {
    try {
      Path path = new Path(root);
      return call.on(
          ModelStore.open(path.getFileSystem(hadoop).makeQualified(path).toUri(), hadoop));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
