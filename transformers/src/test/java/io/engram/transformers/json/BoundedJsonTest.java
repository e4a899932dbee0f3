package io.engram.transformers.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundedJsonTest {

  @Test
  void aDocumentWithinTheLimitsIsRead() throws IOException {
    byte[] bytes = utf8("{\"a\": [1, {\"b\": \"ä😀\"}]}");
    JsonNode read = BoundedJson.read(bytes, bytes.length, 3);
    assertThat(read.at("/a/1/b").asText()).isEqualTo("ä😀");
    assertThat(BoundedJson.read(new ByteArrayInputStream(bytes), bytes.length, 3)).isEqualTo(read);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      {"a": 1, "a": 2} | uplicate
      {"a": 1} {} | railing
      {"a": [[[1]]]} | depth
      {"a": "012345678901234567890123456789"} | more than the limit of 32
      {"a": | end-of-input
      {'a': 1} | line 1
      """)
  void anythingElseIsRefusedInOneLine(String json, String expected) {
    assertThatThrownBy(() -> BoundedJson.read(utf8(json), 32, 3))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(expected)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void bytesThatAreNoUtf8AreRefused() {
    byte[] bytes = utf8("{\"a\": \"?\"}");
    bytes[7] = (byte) 0xff;
    assertThatThrownBy(() -> BoundedJson.read(bytes, 100, 3)).hasMessageContaining("UTF-8");
  }

  @Test
  void aStreamIsNotReadBeyondTheLimit() {
    ByteArrayInputStream stream = new ByteArrayInputStream(new byte[1000]);
    assertThatThrownBy(() -> BoundedJson.read(stream, 10, 3)).hasMessageContaining("10 bytes");
    assertThat(stream.available()).isEqualTo(989);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
