package io.engram.jobs.verb;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.jobs.ProgramRun;
import io.engram.transformers.backbone.folder.TinyHuggingFace;
import io.engram.transformers.spark.SparkTest;
import io.engram.transformers.weights.FloatTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Backbones are brought beside a model, listed, checked and learnt on by the verbs. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BackboneVerbTest extends SparkTest {
  private static final String TENSOR = "encoder.layer.0.output.dense.weight";

  @TempDir private static Path temporary;
  private static ToyModel toy;
  private static String imported;

  @BeforeAll
  static void importBert() throws IOException {
    toy = ToyModel.create(spark(), temporary.resolve("my lake"));
    Path source = TinyHuggingFace.copy("bert", temporary.resolve("my bert")).folder();
    ProgramRun run = backbone("import", "--source", source.toString(), "--name", "small");
    assertThat(run.code()).as(run.err()).isZero();
    imported = ToyModel.json(run).get("hash").asText();
  }

  private static ProgramRun backbone(String verb, String... more) {
    String[] args = {"backbone", verb, "--model", toy.model(), "--json"};
    String[] all = Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return toy.engram(all);
  }

  @Test
  @Order(1)
  void whatWasImportedIsListedWithTheOthersAndIsWhole() {
    assertThat(backbone("list").out()).contains("tiny", "small", imported);
    ProgramRun check = backbone("check", "--name", "small");
    assertThat(check.code()).as(check.err()).isZero();
    assertThat(check.out()).contains("is as it was imported (" + imported + ")");
  }

  @Test
  @Order(2)
  void aModelLearnsByItsNameAndThenOnNoOther() throws IOException {
    String table = toy.write("parity", toy.rows());
    ProgramRun run = toy.learn(toy.model(), "parity", table, "--backbone", "small");
    assertThat(run.code()).as(run.err()).isZero();
    List<String> before = toy.files();
    ProgramRun other = toy.learn(toy.model(), "second", table, "--backbone", "tiny");
    assertThat(other.code()).isEqualTo(3);
    assertThat(other.err()).contains("'small'", "not on 'tiny'").doesNotContain("\tat ");
    assertThat(toy.files()).isEqualTo(before);
  }

  @Test
  @Order(3)
  void oneOfPicturesIsImportedListedAndCheckedLikeOneOfTexts() throws IOException {
    Path source = TinyHuggingFace.copy("deit", temporary.resolve("my deit")).folder();
    ProgramRun run = backbone("import", "--source", source.toString(), "--name", "pictures-too");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(ToyModel.json(run).get("takes").asText()).isEqualTo("image");
    assertThat(backbone("list").out()).contains("pictures-too", "small");
    ProgramRun table = toy.engram("backbone", "list", "--model", toy.model());
    assertThat(table.out())
        .containsPattern("small +texts")
        .containsPattern("pictures-too +pictures");
    ProgramRun check = backbone("check", "--name", "pictures-too");
    assertThat(check.code()).as(check.err()).isZero();
  }

  @Test
  @Order(3)
  void aFolderOfPicturesWithoutTheirSettingsIsRefusedAndSaysWhatToDo() throws IOException {
    Path folder = TinyHuggingFace.copy("vit", temporary.resolve("bare vit")).folder();
    Files.delete(folder.resolve("preprocessor_config.json"));
    refused(folder, "preprocessor_config.json is missing");
  }

  @Test
  @Order(3)
  void aFolderWithoutATensorIsRefusedByTheTensorsName() throws IOException {
    refused("missing", BackboneVerbTest::removed, TENSOR);
  }

  @Test
  @Order(3)
  void aTensorOfAnotherShapeIsRefusedByItsName() throws IOException {
    refused(
        "shape",
        tensors -> {
          tensors.put(TENSOR, new FloatTensor(new long[] {1, 2}, new float[2]));
          return tensors;
        },
        TENSOR);
  }

  private static SortedMap<String, FloatTensor> removed(SortedMap<String, FloatTensor> tensors) {
    assertThat(tensors.remove(TENSOR)).as("tensors are %s", tensors.keySet()).isNotNull();
    return tensors;
  }

  @Test
  @Order(3)
  void aTruncatedSafetensorsFileIsRefusedByTheFilesName() throws IOException {
    Path folder = TinyHuggingFace.copy("bert", temporary.resolve("truncated")).folder();
    Path weights = folder.resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    Files.write(weights, Arrays.copyOf(bytes, bytes.length / 2));
    refused(folder, "model.safetensors");
  }

  @Test
  @Order(3)
  void aTokenizerThatCannotBeReadIsRefused() throws IOException {
    Path folder =
        TinyHuggingFace.copy("bert", temporary.resolve("tokenizer"))
            .write("tokenizer.json", "{\"version\": \"1.0\", \"model\": {\"type\": \"none\"}}")
            .folder();
    refused(folder, "tokenizer.json");
  }

  private static void refused(
      String name, UnaryOperator<SortedMap<String, FloatTensor>> change, String said)
      throws IOException {
    refused(TinyHuggingFace.copy("bert", temporary.resolve(name)).tensors(change).folder(), said);
  }

  private static void refused(Path folder, String said) throws IOException {
    List<String> before = toy.files();
    ProgramRun run = backbone("import", "--source", folder.toString(), "--name", "bad");
    assertThat(run.code()).as(run.err()).isEqualTo(3);
    assertThat(run.err()).contains(said).doesNotContain("\tat ");
    assertThat(toy.files()).isEqualTo(before);
  }

  @Test
  @Order(4)
  void damageInTheLakeIsFoundByTheFilesName() throws IOException {
    Path weights = toy.lake().resolve("model/backbones/" + imported + "/model.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length - 1] ^= 1;
    Files.write(weights, bytes);
    ProgramRun run = backbone("check", "--name", "small");
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains(imported + "/model.safetensors").doesNotContain("\tat ");
  }
}
