package io.engram.consolidation.store.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.adapters.training.CheckpointStore;
import io.engram.adapters.training.CheckpointStoreContract;
import io.engram.transformers.lake.LakeFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LakeCheckpointStoreTest extends CheckpointStoreContract {

  private Path folder() {
    return temporary.resolve("adapter-1");
  }

  @Override
  protected CheckpointStore store() throws IOException {
    return at(folder().toUri(), new Configuration());
  }

  static CheckpointStore at(URI folder, Configuration conf) throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(folder);
    return new LakeCheckpointStore(new SealedFolder(LakeFiles.at(path, conf), path));
  }

  private List<Path> files() {
    try (Stream<Path> files = Files.list(folder())) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void save(String... texts) throws IOException {
    for (String text : texts) {
      store().save(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void twoFilesStay() throws IOException {
    save("one", "two", "three", "four");
    assertThat(files()).hasSize(2);
    store().clear();
    assertThat(files()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "tw", "two and more", "tWo"})
  void aDamagedOneIsPassedOverForTheOneBeforeAndTheNextIsNewer(String damage) throws IOException {
    save("one", "two");
    Files.writeString(files().get(1), damage);
    assertThat(store().load()).hasValue("one".getBytes(StandardCharsets.UTF_8));
    save("three");
    assertThat(store().load()).hasValue("three".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aHalfWrittenOneHasNoNameThatCounts() throws IOException {
    save("one");
    Files.writeString(
        folder().resolve("." + files().get(0).getFileName() + ".0.tmp"), "half of the next");
    assertThat(store().load()).hasValue("one".getBytes(StandardCharsets.UTF_8));
  }
}
