package io.engram.consolidation.store;

import java.net.URI;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.io.TempDir;

class LocalModelStoreTest extends ModelStoreContract {
  @TempDir Path temporary;

  @Override
  protected URI root() {
    return URI.create("file:" + temporary.resolve("model").toAbsolutePath());
  }

  @Override
  protected Configuration conf() {
    return new Configuration();
  }

  @Override
  protected int publishesPerWriter() {
    return 8;
  }
}
