package io.engram.transformers.backbone.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.transformers.backbone.BertConfig;
import io.engram.transformers.backbone.Pooling;
import io.engram.transformers.lake.ContentHash;
import io.engram.transformers.lake.LakeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackboneFolderTest {
  @TempDir Path work;
  private TinyHuggingFace source;
  private Path path;

  @BeforeEach
  void importTiny() throws IOException {
    path = work.resolve("backbones").resolve("tiny");
    source = TinyHuggingFace.copy("bert", work.resolve("source"));
    source.importInto(path);
  }

  @Test
  void itListsItsFilesWithTheirHashes() throws IOException {
    List<LakeFile> files = BackboneFolder.open(path).files();
    assertThat(files)
        .extracting(LakeFile::path)
        .containsExactly("engram-backbone.json", "model.safetensors", "tokenizer.json");
    for (LakeFile file : files) {
      assertThat(file.sha256()).isEqualTo(ContentHash.sha256(path.resolve(file.path())));
      assertThat(file.length()).isEqualTo(Files.size(path.resolve(file.path())));
    }
  }

  @Test
  void theIdentityOfGivenFilesAndSettingsNeverChanges() {
    BertConfig encoder =
        new BertConfig("bert", 2, 32, 4, 48, 100, 40, 2, 0, 1e-12, "gelu", Pooling.MEAN);
    BackboneConfig.Text config =
        new BackboneConfig.Text("any", "any", "any", encoder, "query: ", 40);
    List<LakeFile> files =
        List.of(
            new LakeFile("model.safetensors", 3, "a".repeat(64)),
            new LakeFile("tokenizer.json", 4, "b".repeat(64)));
    assertThat(new BackboneDocument(config, files).contentHash())
        .isEqualTo("a35fce26b06e207c8008b748df7ca7e7a21743ed05b1bc1ca32ef7389db9c528");
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.safetensors", "tokenizer.json"})
  void aFlippedBitIsFoundAndNamedWithBothHashes(String name) throws IOException {
    Path file = path.resolve(name);
    String expected = ContentHash.sha256(file);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    BackboneFolder folder = BackboneFolder.open(path);
    assertThatThrownBy(folder::verify)
        .isInstanceOf(BackboneException.class)
        .hasMessageContainingAll(name, expected, ContentHash.sha256(bytes));
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.safetensors", "tokenizer.json", "engram-backbone.json"})
  void aMissingOrShortenedFileIsNamedWhenItIsOpened(String name) throws IOException {
    Path file = path.resolve(name);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 3));
    assertThatThrownBy(() -> BackboneFolder.open(path))
        .isInstanceOf(BackboneException.class)
        .hasMessageContaining(name);
    Files.delete(file);
    assertThatThrownBy(() -> BackboneFolder.open(path))
        .isInstanceOf(BackboneException.class)
        .hasMessageContainingAll(name, "missing");
  }

  @ParameterizedTest
  @CsvSource({
    "'\"format\" : 1', '\"format\" : 3', format 3",
    "'\"format\" : 1', '\"format\" : 2', imageHeight missing",
    "'\"layers\" : 2', '\"layers\" : 0', layers 0",
    "'\"layers\" : 2', '\"layers\" : \"2\"', layers whole",
    "'\"layers\" : 2,', '', 'layers missing'",
    "'\"MEAN\"', '\"MAX\"', MAX",
    "'\"maxLength\" : 40', '\"maxLength\" : 41', 40 41",
    "'\"path\" : \"tokenizer.json\"', '\"path\" : \"../tokenizer.json\"', ../tokenizer.json",
    "'\"path\" : \"tokenizer.json\"', '\"path\" : \"other.json\"', other.json",
    "'\"tiny\"', '[', line"
  })
  void aBentConfigurationIsRefusedAndSaysWhy(String from, String to, String expected)
      throws IOException {
    Path file = path.resolve(BackboneFolder.CONFIG);
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
    assertThatThrownBy(() -> BackboneFolder.open(path))
        .isInstanceOf(BackboneException.class)
        .hasMessageContaining(BackboneFolder.CONFIG)
        .hasMessageContainingAll(expected.split(" "));
  }

  @Test
  void anImportNeverWritesIntoAFolderThatHoldsSomething() {
    assertThatThrownBy(() -> source.importInto(path))
        .isInstanceOf(BackboneException.class)
        .hasMessageContainingAll(path.toString(), "not an empty folder");
  }

  @Test
  void anEmptyFolderIsATarget() throws IOException {
    Path empty = Files.createDirectories(work.resolve("empty"));
    assertThat(source.importInto(empty).contentHash())
        .isEqualTo(BackboneFolder.open(path).contentHash());
  }

  @Test
  void anImportThatFailsHalfWayLeavesNothing() throws IOException {
    Path target = work.resolve("backbones").resolve("failed");
    BackboneSource failing = new FailingSource(source);
    assertThatThrownBy(() -> BackboneImporter.importInto(target, failing))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("fails at tensor 10");
    try (Stream<Path> left = Files.list(target.getParent())) {
      assertThat(left).containsExactly(path);
    }
  }
}
