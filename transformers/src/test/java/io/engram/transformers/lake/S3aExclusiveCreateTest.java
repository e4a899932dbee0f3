package io.engram.transformers.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.transformers.lake.s3.S3Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class S3aExclusiveCreateTest extends ExclusiveCreateContract {
  private S3Server server;
  private Path folder;

  @BeforeEach
  void freshFolder() throws IOException {
    server = S3Server.shared();
    folder = new Path(server.freshFolder());
  }

  @Override
  protected ExclusiveCreate exclusiveCreate() {
    return new S3aExclusiveCreate();
  }

  @Override
  protected Path folder() {
    return folder;
  }

  @Override
  protected Configuration conf() {
    return server.conf();
  }

  @Override
  protected int rounds() {
    return Integer.getInteger("engram.soak", 0) > 0 ? 200 : 25;
  }

  @Test
  void conditionalWritesThatAreTurnedOffAreRefusedBeforeAnythingIsWritten() throws IOException {
    Configuration off = conf();
    off.setBoolean("fs.s3a.create.conditional.enabled", false);
    off.setBoolean("fs.s3a.impl.disable.cache", true);
    Path file = new Path(folder, "log/1.json");

    assertThatThrownBy(() -> ExclusiveCreates.forPath(file, off))
        .isInstanceOf(UnsupportedFileSystemException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("3.4.2")
        .hasMessageContaining("hadoop-aws")
        .hasMessageContaining("fs.s3a.create.conditional.enabled");
    assertThatThrownBy(
            () ->
                new S3aExclusiveCreate()
                    .create(file, "record".getBytes(StandardCharsets.UTF_8), off))
        .isInstanceOf(UnsupportedFileSystemException.class);
    assertThat(LakeFiles.at(folder, conf()).filesBelow(folder)).isEmpty();
  }
}
