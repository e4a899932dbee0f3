package io.engram.consolidation.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that the first release wrote is read by this one, and by another language. */
class GoldenStoreTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/store-format-1");
  private static final int FILES_OF_A_VERSION = 10;

  @TempDir Path temporary;
  private Path root;
  private ModelStore store;

  /**
   * Writes the golden store of the current format; run by hand, once a format.
   *
   * @param args the folder to write to
   */
  public static void main(String[] args) throws IOException {
    Configuration conf = new Configuration();
    ModelStore store = ModelStore.openOrCreate(Path.of(args[0]).toUri(), conf);
    StoreFixture.publish(store, conf, "animal");
    StoreFixture.publish(store, conf, "plant");
    store.moveAlias("production", 1, 0, "the first that was good enough");
    store.moveAlias("production", 2, 1, "better");
    store.moveAlias("production", 1, 2, "back again");
  }

  @BeforeEach
  void copy() throws IOException {
    root = temporary.resolve("moved");
    StoreFiles.copy(GOLDEN, root);
    store = ModelStore.open(root.toUri(), new Configuration());
  }

  @Test
  void storeOfFormat1IsReadWholeAfterItWasMoved() throws IOException {
    List<VersionRecord> versions = store.versions();

    assertThat(store.id()).isEqualTo("ab3fe571-3fa7-4228-98c0-619724869114");
    assertThat(versions).extracting(VersionRecord::format).containsExactly(1, 1);
    assertThat(versions).extracting(VersionRecord::parent).containsExactly(0L, 1L);
    for (VersionRecord version : versions) {
      assertThat(store.verify(version)).isEmpty();
    }
    Provenance provenance = versions.get(1).provenance();
    assertThat(provenance.task()).isEqualTo("plant");
    assertThat(provenance.slot()).isZero();
    assertThat(provenance.scores()).containsEntry("0", -0.25);
    assertThat(provenance.counts()).containsEntry("rows", 120L);
    assertThat(provenance.seeds()).containsEntry("run", 7L);
    assertThat(provenance.settings().path("poolSize").asInt()).isEqualTo(2);
    assertThat(provenance.numericPath()).isEqualTo("avx512, 2 threads");
    assertThat(provenance.libraries()).containsEntry("spark", "4.1.0");
    assertThat(provenance.schedulerRun()).isEqualTo("run-1");
    assertThat(store.findByIdempotenceKey("key of animal")).contains(versions.get(0));
    assertThat(versions.get(0).objects()).containsAnyElementsOf(versions.get(1).objects());
  }

  @Test
  void aliasOfFormat1MeansWhatItMeant() throws IOException {
    AliasRecord production = store.alias("production").orElseThrow();

    assertThat(production.number()).isEqualTo(3);
    assertThat(production.version()).isEqualTo(1);
    assertThat(production.reason()).isEqualTo("back again");
  }

  @Test
  void storeOfFormat1CanBeContinued() throws IOException {
    assertThat(StoreFixture.publish(store, new Configuration(), "food").number()).isEqualTo(3);
  }

  @Test
  void pythonReaderFindsTheSameVersionsAndChecksEveryHash() throws Exception {
    PythonReader.assumeIsThere();

    JsonNode newest = JsonMapper.builder().build().readTree(PythonReader.read(root, 0));
    assertThat(newest.path("store").asText()).isEqualTo(store.id());
    assertThat(newest.path("version").asLong()).isEqualTo(2);
    assertThat(newest.path("task").asText()).isEqualTo("plant");
    assertThat(newest.path("checked").asInt()).isEqualTo(FILES_OF_A_VERSION);
    assertThat(PythonReader.read(root, 0, "1")).contains("\"task\": \"animal\"");
    assertThat(PythonReader.read(root, 0, "@production")).contains("\"version\": 1");
  }

  @Test
  void pythonReaderNamesADamagedFile() throws Exception {
    PythonReader.assumeIsThere();
    ObjectRef object = store.version(1).objects().get(0);
    Path file = root.resolve("objects/" + object.fileName());
    byte[] content = Files.readAllBytes(file);
    content[0] ^= 1;
    Files.write(file, content);

    assertThat(PythonReader.read(root, 1, "1")).contains("refused").contains(object.fileName());
  }

  @Test
  void pythonReaderRefusesAnExtraFileAnAliasOfAnotherNameAndALogWithoutItsEnd() throws Exception {
    PythonReader.assumeIsThere();
    Path extra = root.resolve(store.version(1).folder()).resolve("metadata/part-00001");
    Files.writeString(extra, "{}");
    assertThat(PythonReader.read(root, 1, "1")).contains("refused").contains("part-00001");
    Files.delete(extra);

    Files.createDirectories(root.resolve("aliases/canary"));
    Files.copy(
        root.resolve("aliases/production/00000000000000000001.json"),
        root.resolve("aliases/canary/00000000000000000001.json"));
    assertThat(PythonReader.read(root, 1, "@canary")).contains("refused").contains("'production'");

    Files.writeString(root.resolve("log/newest"), "3\n");
    assertThat(PythonReader.read(root, 1)).contains("refused").contains("has lost its end");
    assertThat(PythonReader.read(root, 0, "2")).contains("\"task\": \"plant\"");
  }
}
