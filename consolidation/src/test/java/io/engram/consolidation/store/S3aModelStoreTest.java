package io.engram.consolidation.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.transformers.lake.LakeFiles;
import io.engram.transformers.lake.UnsupportedFileSystemException;
import io.engram.transformers.lake.s3.S3Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

class S3aModelStoreTest extends ModelStoreContract {
  private final S3Server server = server();
  private final URI root = server.freshFolder();

  private static S3Server server() {
    try {
      return S3Server.shared();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected URI root() {
    return root;
  }

  @Override
  protected Configuration conf() {
    return server.conf();
  }

  @Override
  protected int publishesPerWriter() {
    return 2;
  }

  @Test
  void storeWhoseConditionalWritesAreTurnedOffIsReadAndNotWritten() throws IOException {
    StoreFixture.publish(store, conf(), "animal");
    Configuration off = conf();
    off.setBoolean("fs.s3a.create.conditional.enabled", false);
    off.setBoolean("fs.s3a.impl.disable.cache", true);
    ModelStore reader = ModelStore.open(root(), off);

    assertThat(reader.verify(reader.version(1))).isEmpty();
    assertThatThrownBy(() -> ModelStore.openOrCreate(root(), off))
        .isInstanceOf(UnsupportedFileSystemException.class);
    assertThatThrownBy(reader::newVersionFolder).isInstanceOf(UnsupportedFileSystemException.class);
    assertThatThrownBy(() -> reader.lease("test", List.of(1L)))
        .isInstanceOf(UnsupportedFileSystemException.class);
    assertThatThrownBy(() -> reader.putObject(new byte[1], "json"))
        .isInstanceOf(UnsupportedFileSystemException.class);
    assertThatThrownBy(() -> reader.collect(new GarbageOptions(Duration.ZERO, 0, false)))
        .isInstanceOf(UnsupportedFileSystemException.class);
    assertThatThrownBy(() -> reader.moveAlias("production", 1, 0, null))
        .isInstanceOf(UnsupportedFileSystemException.class)
        .hasMessageContaining("fs.s3a.create.conditional.enabled");
    assertThat(store.aliases()).isEmpty();
  }

  @Test
  void nothingButTheFilesOfTheFormatIsLeftBehind() throws IOException {
    VersionRecord version = StoreFixture.publish(store, conf(), "animal");

    assertThat(LakeFiles.at(new Path(root()), conf()).filesBelow(new Path(root())))
        .hasSize(3 + version.files().size() + version.objects().size() + 3)
        .noneMatch(name -> name.contains("/.") || name.startsWith("."));
  }
}
