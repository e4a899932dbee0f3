package io.engram.consolidation.store;

import io.engram.transformers.lake.ExclusiveCreate;
import io.engram.transformers.lake.ExclusiveCreateContract;
import io.engram.transformers.lake.HdfsExclusiveCreate;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;

class HdfsExclusiveCreateTest extends ExclusiveCreateContract {
  private Path folder;

  @BeforeEach
  void freshFolder() throws IOException {
    folder = new Path(MiniHdfs.freshFolder());
  }

  @Override
  protected ExclusiveCreate exclusiveCreate() {
    return new HdfsExclusiveCreate();
  }

  @Override
  protected Path folder() {
    return folder;
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
  protected int rounds() {
    return 10;
  }
}
