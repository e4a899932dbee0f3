package io.engram.transformers.backbone.folder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.engram.transformers.text.NativeTokenizer;
import io.engram.transformers.text.TokenizerGoldens;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VocabularyFileTest {

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n"})
  void aTokenizerBuiltFromVocabularyLinesGivesTheIdsOfTheOriginal(String newline)
      throws IOException {
    String[] lines = new String[30522];
    try (InputStream in = getClass().getResourceAsStream("/all-minilm-l6-v2-tokenizer.json")) {
      JsonNode vocabulary = new ObjectMapper().readTree(in).at("/model/vocab");
      for (Map.Entry<String, JsonNode> word : vocabulary.properties()) {
        lines[word.getValue().asInt()] = word.getKey();
      }
    }
    byte[] file = (String.join(newline, lines) + newline).getBytes(StandardCharsets.UTF_8);
    byte[] definition = VocabularyFile.toDefinition("vocab.txt", file, null);
    assertThat(
            TokenizerGoldens.differences(
                TokenizerGoldens.WORD_PIECE,
                length -> NativeTokenizer.of("built", definition, length, true)))
        .isEmpty();
  }
}
