package io.engram.consolidation.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.engram.transformers.lake.ContentHash;
import io.engram.transformers.lake.DamagedFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records with a good seal and bad content: from the future, or made to reach other files. */
class HostileRecordTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path temporary;
  private final Configuration conf = new Configuration();
  private ModelStore store;
  private Path record;

  @BeforeEach
  void publish() throws IOException {
    store = ModelStore.openOrCreate(temporary.toUri(), conf);
    StoreFixture.publish(store, conf, "animal");
    record = temporary.resolve("log/00000000000000000001.json");
  }

  @Test
  void recordOfAFutureFormatIsRefusedWithItsNumber() throws IOException {
    rewrite(record, tree -> tree.put("format", 2));

    assertThatThrownBy(() -> store.latest())
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("format 2")
        .hasMessageContaining("up to 1");
  }

  @Test
  void storeOfAFutureFormatIsRefusedWithItsNumber() throws IOException {
    rewrite(temporary.resolve("engram.json"), tree -> tree.put("format", 7));

    assertThatThrownBy(() -> ModelStore.open(temporary.toUri(), conf))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("format 7");
  }

  @Test
  void fieldThatIsNotKnownIsIgnored() throws IOException {
    rewrite(record, tree -> tree.put("newInFormat1", "a later minor addition"));

    store.version(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../secret",
        "/etc/passwd",
        "metadata/../../x",
        "",
        "a//b",
        "a\\b",
        "hdfs://x/y"
      })
  void pathOfAFileThatLeavesItsFolderIsRefused(String path) throws IOException {
    rewrite(record, tree -> ((ObjectNode) tree.withArray("files").get(0)).put("path", path));
    refused("unsafe path");

    rewrite(
        record,
        tree -> {
          ((ObjectNode) tree.withArray("files").get(0)).put("path", "metadata/_SUCCESS");
          ((ObjectNode) tree.path("backbone").path("files").get(0)).put("path", path);
        });
    refused("unsafe path");
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "versions/../objects", "/etc", "versions/x"})
  void folderThatIsNotItsOwnIsRefused(String folder) throws IOException {
    rewrite(record, tree -> tree.put("folder", folder));
    refused("folder of version 1");
  }

  @Test
  void otherNamesThatBecomePathsAreRefused() throws IOException {
    rewrite(
        record, tree -> ((ObjectNode) tree.withArray("objects").get(0)).put("extension", "../x"));
    refused("extension of object");
    rewrite(
        record,
        tree -> {
          ((ObjectNode) tree.withArray("objects").get(0)).put("extension", "safetensors");
          ((ObjectNode) tree.withArray("objects").get(0)).put("sha256", "../../x");
        });
    refused("64 lower-case");
  }

  @Test
  void aliasNameThatIsAPathIsRefused() {
    assertThatThrownBy(() -> store.alias("../log")).hasMessageContaining("alias must match");
    assertThatThrownBy(() -> store.moveAlias("../log", 1, 0, null))
        .hasMessageContaining("alias must match");
  }

  @Test
  void wrongTypesAndMissingFieldsAreRefusedWithTheFile() throws IOException {
    rewrite(record, tree -> tree.put("number", "1"));
    refused("VersionRecord");
    rewrite(record, tree -> tree.put("number", 1).remove("id"));
    refused("id must be a lower-case UUID");
  }

  @Test
  void duplicateKeyIsRefused() throws IOException {
    String line = Files.readAllLines(record).get(0);
    seal(record, "{\"number\":2," + line.substring(1));

    assertThatThrownBy(() -> store.version(1)).hasMessageContaining("Duplicate field 'number'");
  }

  private void refused(String reason) {
    assertThatThrownBy(() -> store.version(1))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining(record.getFileName().toString())
        .hasMessageContaining(reason);
  }

  private static void rewrite(Path file, Consumer<ObjectNode> change) throws IOException {
    JsonNode tree = JSON.readTree(Files.readAllLines(file).get(0));
    change.accept((ObjectNode) tree);
    seal(file, JSON.writeValueAsString(tree));
  }

  private static void seal(Path file, String line) throws IOException {
    String hash = ContentHash.sha256(line.getBytes(StandardCharsets.UTF_8));
    Files.writeString(file, line + "\n{\"sha256\":\"" + hash + "\"}\n");
  }
}
