package io.engram.adapters.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.transformers.lake.Forces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LocalCheckpointStoreTest extends CheckpointStoreContract {
  @Override
  protected LocalCheckpointStore store() {
    return new LocalCheckpointStore(temporary.resolve("checkpoint.safetensors"));
  }

  @Test
  void theFileIsForcedToDiskAndThenItsName() throws IOException {
    Forces.Seen seen;
    try (Forces forces = new Forces()) {
      store().save(new byte[3]);
      seen = forces.stop(temporary);
    }
    assertThat(seen.forces())
        .extracting(Forces.Step::name)
        .containsSubsequence(
            temporary.resolve("checkpoint.safetensors.next").toString(), temporary.toString());
  }

  @Test
  void clearForgetsAnInterruptedSaveToo() throws IOException {
    Path half = Files.write(temporary.resolve("checkpoint.safetensors.next"), new byte[3]);
    store().clear();
    assertThat(half).doesNotExist();
  }
}
