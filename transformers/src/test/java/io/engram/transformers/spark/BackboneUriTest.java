package io.engram.transformers.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackboneUriTest {
  private static final String HASH = "0123456789abcdef".repeat(4);

  @Test
  void anAddressIsRootAndHashAndBack() {
    String text = "hdfs://host:9000/models/a/backbones/" + HASH;
    BackboneUri uri = BackboneUri.parse(text);
    assertThat(uri).isEqualTo(new BackboneUri(URI.create("hdfs://host:9000/models/a"), HASH));
    assertThat(uri).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"minilm", "/lake/backbones/minilm", "/lake/0123", "/backbones"})
  void anythingElseIsRefusedWithWhatIsNeeded(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BackboneUri.parse(text))
        .withMessageContaining("ROOT/backbones/SHA-256")
        .withMessageContaining("'" + text + "'");
  }
}
