package io.engram.transformers.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Against libwebp as Pillow has it, byte for byte; see golden_lossless.py. */
class LosslessWebpTest {
  @Test
  void whateverTheFormatAllowsGivesThePixelsOfLibwebp() throws Exception {
    JsonNode goldens = goldens();
    List<String> differences = new ArrayList<>();
    for (JsonNode golden : goldens) {
      String name = golden.path("name").asText();
      Picture picture = decoded(Base64.getDecoder().decode(golden.path("file").asText()));
      assertThat(picture.height()).as(name).isEqualTo(golden.path("height").asInt());
      assertThat(picture.width()).as(name).isEqualTo(golden.path("width").asInt());
      if (!sha256(picture.values()).equals(golden.path("sha256").asText())) {
        differences.add(name);
      }
    }
    assertThat(goldens).hasSizeGreaterThan(50);
    assertThat(differences).isEmpty();
  }

  private static JsonNode goldens() throws IOException {
    try (InputStream in = LosslessWebpTest.class.getResourceAsStream("/image/lossless.json.gz")) {
      return new ObjectMapper().readTree(new GZIPInputStream(in));
    }
  }

  private static Picture decoded(byte[] file) throws IOException {
    return EncodedPicture.open(file, ImageLimits.DEFAULT).decode(new DecodeBudget(10));
  }

  private static String sha256(byte[] values) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(values));
  }
}
