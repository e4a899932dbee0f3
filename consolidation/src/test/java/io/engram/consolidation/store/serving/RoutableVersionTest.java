package io.engram.consolidation.store.serving;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.consolidation.model.ModelCodec;
import io.engram.consolidation.store.ModelReference;
import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.task.SettingRefusedException;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutableVersionTest {

  @Test
  void aVersionWithATaskWithoutStatisticsIsRefusedWithTheTasksName(@TempDir Path folder)
      throws IOException {
    Configuration conf = new Configuration();
    ModelStore store = RealVersion.store(folder, conf);
    byte[] document =
        ModelFolder.document(store, store.resolve(ModelReference.newest(store.root())), conf);
    assertThatThrownBy(() -> ModelCodec.requireRoutable(document))
        .isInstanceOf(SettingRefusedException.class)
        .hasMessageContaining("no class statistics of plant")
        .hasMessageContaining("--replace");
  }
}
