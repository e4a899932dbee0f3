package io.engram.transformers.backbone.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.engram.transformers.text.NativeTokenizer;
import io.engram.transformers.text.TokenizerGoldens;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class VocabularyFileTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SPECIALS = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n";

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n"})
  void aTokenizerBuiltFromVocabularyLinesGivesTheIdsOfTheOriginal(String newline)
      throws IOException {
    String[] lines = new String[30522];
    JsonNode vocabulary = resource("/all-minilm-l6-v2-tokenizer.json").at("/model/vocab");
    for (Map.Entry<String, JsonNode> word : vocabulary.properties()) {
      lines[word.getValue().asInt()] = word.getKey();
    }
    byte[] file = bytes(String.join(newline, lines) + newline);
    byte[] definition = VocabularyFile.toDefinition("vocab.txt", file);
    assertThat(
            TokenizerGoldens.differences(
                TokenizerGoldens.WORD_PIECE,
                length -> NativeTokenizer.of("built", definition, length, true)))
        .isEmpty();
  }

  static Stream<JsonNode> foldersWithAddedTokens() throws IOException {
    List<JsonNode> cases = new ArrayList<>();
    JsonNode golden = resource("/tokenizer/added-tokens-golden.json");
    golden.path("cases").forEach(cases::add);
    return cases.stream();
  }

  /** The goldens are of src/test/python/added_tokens.py. */
  @ParameterizedTest
  @MethodSource("foldersWithAddedTokens")
  void addedTokensAreCutOutAsTransformersCutsThem(JsonNode folder) throws IOException {
    StringBuilder lines = new StringBuilder();
    resource("/tokenizer/added-tokens-golden.json")
        .path("vocabulary")
        .forEach(word -> lines.append(word.asText()).append('\n'));
    byte[] definition =
        VocabularyFile.toDefinition(
            "vocab.txt", bytes(lines.toString()), folder.path("settings"), folder.path("added"));
    SoftAssertions softly = new SoftAssertions();
    try (NativeTokenizer tokenizer = NativeTokenizer.of("built", definition, 64, true)) {
      for (Map.Entry<String, JsonNode> text : folder.path("ids").properties()) {
        softly
            .assertThat(tokenizer.tokenize(text.getKey(), null).ids())
            .as(folder.path("name").asText() + ": " + text.getKey())
            .containsExactly(JSON.convertValue(text.getValue(), int[].class));
      }
    }
    softly.assertAll();
  }

  @Test
  void anAddedTokenWhoseIdIsNoNumberIsNamed() throws IOException {
    JsonNode none = JSON.createObjectNode();
    JsonNode added = JSON.readTree("{\"<e1>\": -7}");
    assertThatThrownBy(() -> VocabularyFile.toDefinition("vocab.txt", bytes(SPECIALS), none, added))
        .isInstanceOf(BackboneException.class)
        .hasMessage("added_tokens.json: token '<e1>' has the id '-7', expected a number");
  }

  @Test
  void anUnknownTokenThatWasOnlyAddedIsRefused() throws IOException {
    JsonNode settings = JSON.readTree("{\"unk_token\": \"<unk>\"}");
    JsonNode added = JSON.readTree("{\"<unk>\": 5}");
    assertThatThrownBy(
            () -> VocabularyFile.toDefinition("vocab.txt", bytes(SPECIALS), settings, added))
        .isInstanceOf(BackboneException.class)
        .hasMessage("vocab.txt: special token '<unk>' is not among its 5 lines");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static JsonNode resource(String name) throws IOException {
    try (InputStream in = VocabularyFileTest.class.getResourceAsStream(name)) {
      return JSON.readTree(in);
    }
  }
}
