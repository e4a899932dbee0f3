package io.engram.consolidation.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;

class HdfsModelStoreTest extends ModelStoreContract {
  private URI root;

  @Override
  protected URI root() {
    try {
      root = root == null ? MiniHdfs.freshFolder() : root;
      return root;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected Configuration conf() {
    try {
      return MiniHdfs.conf();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected int publishesPerWriter() {
    return 2;
  }
}
