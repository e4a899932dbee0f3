package io.engram.transformers.backbone.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.backbone.BertConfig;
import io.engram.transformers.backbone.Pooling;
import io.engram.transformers.text.Tokenizer;
import io.engram.transformers.text.TokenizerDefinitionException;
import io.engram.transformers.weights.FloatTensor;
import io.engram.transformers.weights.Safetensors;
import io.engram.transformers.weights.WeightFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HuggingFaceFolderTest {
  @TempDir Path work;

  private TinyHuggingFace tiny(String model) throws IOException {
    return TinyHuggingFace.copy(model, work.resolve("source"));
  }

  private String hashOf(TinyHuggingFace tiny, String target) {
    return tiny.importInto(work.resolve(target)).contentHash();
  }

  @Test
  void theConfigurationOfEachFamilyIsUnderstood() throws IOException {
    assertThat(encoder("bert"))
        .isEqualTo(
            new BertConfig("bert", 2, 32, 4, 48, 100, 40, 2, 0, 1e-12, "gelu", Pooling.MEAN));
    assertThat(encoder("bert-gelu-new").activation()).isEqualTo("gelu_new");
    assertThat(encoder("roberta"))
        .isEqualTo(
            new BertConfig("roberta", 2, 32, 4, 48, 100, 42, 1, 2, 1e-5, "gelu", Pooling.MEAN));
    assertThat(encoder("distilbert"))
        .isEqualTo(
            new BertConfig("distilbert", 2, 32, 4, 48, 100, 40, 0, 0, 1e-12, "gelu", Pooling.MEAN));
  }

  private BertConfig encoder(String model) throws IOException {
    TinyHuggingFace tiny = TinyHuggingFace.copy(model, work.resolve("source-" + model));
    BackboneFolder folder = tiny.importInto(work.resolve("imported-" + model));
    folder.verify();
    try (Backbone backbone = folder.load()) {
      assertThat(backbone.contentHash()).isEqualTo(folder.contentHash());
    }
    return ((BackboneConfig.Text) folder.config()).encoder();
  }

  @Test
  void distilBertsTensorsGetTheNamesOfBert() throws IOException {
    TinyHuggingFace tiny = tiny("distilbert");
    BackboneFolder folder = tiny.importInto(work.resolve("imported"));
    try (Safetensors weights = folder.weights()) {
      assertThat(weights.read("encoder.layer.1.attention.output.dense.bias"))
          .isEqualTo(tiny.tensors().get("transformer.layer.1.attention.out_lin.bias"));
      assertThat(weights.read("encoder.layer.1.output.LayerNorm.weight"))
          .isEqualTo(tiny.tensors().get("transformer.layer.1.output_layer_norm.weight"));
      assertThat(weights.read("encoder.layer.0.attention.output.LayerNorm.weight"))
          .isEqualTo(tiny.tensors().get("transformer.layer.0.sa_layer_norm.weight"));
    }
  }

  @Test
  void prefixesOldNamesAndShardsGiveTheSameBackbone() throws IOException {
    TinyHuggingFace tiny = tiny("bert");
    String plain = hashOf(tiny, "plain");
    tiny.rename(name -> "bert." + name);
    assertThat(hashOf(tiny, "prefixed")).isEqualTo(plain);
    tiny.rename(
        name ->
            name.replace("LayerNorm.weight", "LayerNorm.gamma")
                .replace("LayerNorm.bias", "LayerNorm.beta"));
    assertThat(hashOf(tiny, "old")).isEqualTo(plain);
    tiny.shard();
    assertThat(hashOf(tiny, "sharded")).isEqualTo(plain);
  }

  @Test
  void theHashFollowsWeightsTokenizerAndSettingsButNotTheLicence() throws IOException {
    TinyHuggingFace tiny = tiny("bert");
    String plain = hashOf(tiny, "plain");
    HuggingFaceFolder renamed = new HuggingFaceFolder(tiny.folder(), "other", "MIT");
    assertThat(BackboneImporter.importInto(work.resolve("renamed"), renamed).contentHash())
        .isEqualTo(plain);
    tiny.write("tokenizer_config.json", "{\"do_lower_case\": false}");
    String cased = hashOf(tiny, "cased");
    tiny.write("1_Pooling/config.json", "{\"pooling_mode_cls_token\": true}");
    String cls = hashOf(tiny, "cls");
    tiny.write("sentence_bert_config.json", "{\"max_seq_length\": 12}");
    String shorter = hashOf(tiny, "shorter");
    tiny.tensors(
        tensors -> {
          tensors.get("embeddings.LayerNorm.bias").values()[0] += 1e-6f;
          return tensors;
        });
    assertThat(hashOf(tiny, "changed")).isNotIn(plain, cased, cls, shorter);
    assertThat(plain).isNotIn(cased, cls, shorter);
    assertThat(cased).isNotIn(cls, shorter);
    assertThat(cls).isNotEqualTo(shorter);
  }

  @Test
  void poolingAndLengthComeFromSentenceTransformers() throws IOException {
    TinyHuggingFace tiny =
        tiny("bert")
            .write("1_Pooling/config.json", "{\"pooling_mode_cls_token\": true, \"x\": 3}")
            .write("sentence_bert_config.json", "{\"max_seq_length\": 12}")
            .write("modules.json", "[{\"type\": \"sentence_transformers.models.Normalize\"}]");
    BackboneConfig config = tiny.importInto(work.resolve("imported")).config();
    assertThat(config.encoder().pooling()).isEqualTo(Pooling.CLS);
    assertThat(config.maxLength()).isEqualTo(12);
  }

  @Test
  void aVocabularyFileTokenisesByItsSettings() throws IOException {
    TinyHuggingFace tiny = tiny("bert");
    try (Tokenizer tokenizer = tiny.importInto(work.resolve("lower")).tokenizer(16)) {
      assertThat(tokenizer.tokenize("Ab", "b").ids()).containsExactly(2, 5, 8, 3, 7, 3);
      assertThat(tokenizer.tokenize("Ab", "b").typeIds()).containsExactly(0, 0, 0, 0, 1, 1);
    }
    tiny.write("tokenizer_config.json", "{\"do_lower_case\": false}");
    try (Tokenizer tokenizer = tiny.importInto(work.resolve("cased")).tokenizer(16)) {
      assertThat(tokenizer.tokenize("Ab", null).ids()).containsExactly(2, 57, 8, 3);
    }
  }

  @Test
  void sentenceTransformersLowerCaseBeforeACasedTokenizer() throws IOException {
    TinyHuggingFace tiny =
        tiny("bert")
            .write("tokenizer_config.json", "{\"do_lower_case\": false}")
            .write("sentence_bert_config.json", "{\"do_lower_case\": true}");
    BackboneFolder folder = tiny.importInto(work.resolve("imported"));
    try (Tokenizer tokenizer = folder.tokenizer(16)) {
      assertThat(tokenizer.tokenize("Ab", null).ids()).containsExactly(2, 5, 8, 3);
    }
    assertThat(folder.config().maxLength()).isEqualTo(folder.config().encoder().maxLength());
  }

  @Test
  void anEncoderWithoutSegmentsGetsNone() throws IOException {
    BackboneFolder folder = tiny("distilbert").importInto(work.resolve("imported"));
    try (Tokenizer tokenizer = folder.tokenizer(16)) {
      assertThat(tokenizer.tokenize("a", "b").typeIds()).containsOnly(0);
    }
    assertThatThrownBy(() -> folder.tokenizer(41)).hasMessageContainingAll("tiny", "40", "41");
  }

  @ParameterizedTest
  @ValueSource(strings = {"xlm-roberta", "camembert"})
  void relativesOfRobertaAreTheSameEncoder(String type) throws IOException {
    TinyHuggingFace tiny = tiny("roberta");
    String plain = hashOf(tiny, "plain");
    tiny.config(config -> config.put("model_type", type));
    assertThat(hashOf(tiny, "relative")).isEqualTo(plain);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      model_type | "gpt2" | gpt2 bert distilbert roberta
      model_type | null | model_type
      hidden_act | "silu" | hidden_act silu gelu_new
      position_embedding_type | "relative_key" | position_embedding_type relative_key absolute
      is_decoder | true | is_decoder true
      num_attention_heads | 5 | heads 5
      num_hidden_layers | 0 | num_hidden_layers 0
      num_hidden_layers | 3 | 16 tensors encoder.layer.2.attention missing
      hidden_size | "32" | hidden_size "32"
      hidden_size | 36 | tensors [36]
      layer_norm_eps | -1 | layer_norm_eps -1
      vocab_size | 99 | word_embeddings [99, 32] [100, 32]
      vocab_size | 50 | 57 49
      """)
  void aModelThatCannotBeDoneIsRefusedAndSaysWhy(String key, String value, String expected)
      throws IOException {
    JsonNode replacement = new ObjectMapper().readTree(value);
    assertRefused(tiny("bert").config(config -> config.set(key, replacement)), expected);
  }

  @Test
  void aMissingTensorIsNamedWithTheShapeItShouldHave() throws IOException {
    TinyHuggingFace tiny =
        tiny("bert")
            .tensors(
                tensors -> {
                  tensors.remove("encoder.layer.1.output.dense.weight");
                  return tensors;
                });
    assertRefused(tiny, "encoder.layer.1.output.dense.weight [32, 48] missing");
  }

  @Test
  void aTensorOfAnotherShapeIsNamedWithBothShapes() throws IOException {
    TinyHuggingFace tiny =
        tiny("bert")
            .tensors(
                tensors -> {
                  tensors.put("encoder.layer.0.output.dense.bias", FloatTensor.vector(1, 2));
                  return tensors;
                });
    assertRefused(tiny, "encoder.layer.0.output.dense.bias [32] [2]");
  }

  @Test
  void twoEncodersInOneFileAreRefused() throws IOException {
    TinyHuggingFace tiny =
        tiny("bert")
            .tensors(
                tensors -> {
                  String words = "embeddings.word_embeddings.weight";
                  tensors.put("decoder." + words, tensors.get(words));
                  return tensors;
                });
    assertRefused(tiny, "decoder.embeddings.word_embeddings.weight single");
  }

  @Test
  void aTruncatedWeightFileIsNamed() throws IOException {
    TinyHuggingFace tiny = tiny("bert");
    Path file = tiny.folder().resolve("model.safetensors");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));
    assertRefused(tiny, "model.safetensors truncated");
  }

  @Test
  void missingFilesAreNamedAndAPickleIsNotRead() throws IOException {
    assertRefused(tiny("bert").delete("vocab.txt"), "tokenizer.json vocab.txt");
    TinyHuggingFace pickled = TinyHuggingFace.copy("bert", work.resolve("pickled"));
    assertRefused(
        pickled.delete("model.safetensors").write("pytorch_model.bin", "x"), "pickle safetensors");
    assertRefused(
        TinyHuggingFace.copy("roberta", work.resolve("roberta")).delete("tokenizer.json"),
        "tokenizer.json AutoTokenizer");
    assertRefused(
        TinyHuggingFace.copy("bert", work.resolve("bare")).delete("config.json"),
        "config.json missing");
    assertThatThrownBy(
            () ->
                BackboneImporter.importInto(
                    work.resolve("target"),
                    new HuggingFaceFolder(work.resolve("nowhere"), "tiny", "none")))
        .hasMessageContaining("nowhere");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      config.json | {"model_type": | config.json damaged
      tokenizer.json | {} | tokenizer.json
      tokenizer.json | {"a": 1, "a": 2} | tokenizer.json damaged
      vocab.txt | a | vocab.txt [UNK]
      modules.json | [{"type": "sentence_transformers.models.Dense"}] | modules.json Dense delete
      1_Pooling/config.json | {"pooling_mode_max_tokens": true} | 1_Pooling max_tokens
      1_Pooling/config.json | {"pooling_mode_mean_tokens": true, "pooling_mode_cls_token": true} | 1_Pooling cls_token
      """)
  void aBadFileBesideTheWeightsIsNamed(String file, String content, String expected)
      throws IOException {
    assertRefused(tiny("bert").write(file, content), expected);
  }

  private void assertRefused(TinyHuggingFace tiny, String expected) {
    Path target = work.resolve("refused");
    assertThatThrownBy(() -> tiny.importInto(target))
        .isInstanceOfAny(
            BackboneException.class, WeightFileException.class, TokenizerDefinitionException.class)
        .hasMessageContainingAll(expected.split(" "));
    assertThat(target).doesNotExist();
  }
}
