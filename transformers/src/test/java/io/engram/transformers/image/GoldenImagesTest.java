package io.engram.transformers.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.engram.transformers.input.Pixels;
import io.engram.transformers.input.RawInput;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against Pillow and Hugging Face transformers, byte for byte; see golden_images.py. */
class GoldenImagesTest {
  private static JsonNode goldens;

  @BeforeAll
  static void load() throws IOException {
    try (InputStream in = GoldenImagesTest.class.getResourceAsStream("/image/golden.json.gz")) {
      goldens = new ObjectMapper().readTree(new GZIPInputStream(in));
    }
  }

  @Test
  void filesOfEveryKindGiveThePixelsOfPillow() {
    List<String> differences = new ArrayList<>();
    for (JsonNode golden : goldens.path("files")) {
      PixelSize size = new PixelSize(golden.path("height").asInt(), golden.path("width").asInt());
      for (int channels : new int[] {1, 3}) {
        ImageSettings settings = settings(size, channels, new Resize.None());
        byte[] expected = bytes(golden, channels == 1 ? "grey" : "rgb");
        compare(golden, settings, bytes(golden, "file"), expected, differences);
      }
    }
    assertThat(goldens.path("files")).hasSizeGreaterThan(100);
    assertThat(differences).isEmpty();
  }

  @Test
  void resizedPicturesAreThoseOfPillow() {
    List<String> differences = new ArrayList<>();
    JsonNode resized = goldens.path("resized");
    for (JsonNode golden : resized.path("cases")) {
      JsonNode source = resized.path("sources").path(golden.path("source").asInt());
      PixelSize size = new PixelSize(golden.path("height").asInt(), golden.path("width").asInt());
      Resampling resampling = Resampling.of(golden.path("resampling").asText());
      ImageSettings settings =
          settings(size, source.path("channels").asInt(), new Resize.Exact(size, resampling));
      compare(golden, settings, bytes(source, "file"), bytes(golden, "pixels"), differences);
    }
    assertThat(resized.path("cases")).hasSizeGreaterThan(100);
    assertThat(differences).isEmpty();
  }

  @Test
  void picturesAreThoseOfTheProcessorsOfHuggingFace() {
    List<String> differences = new ArrayList<>();
    for (JsonNode golden : goldens.path("processors")) {
      PixelSize size = new PixelSize(golden.path("height").asInt(), golden.path("width").asInt());
      ImageSettings settings =
          PreprocessorConfig.read(golden.path("config"), golden.path("model").asText(), 3, size);
      compare(golden, settings, bytes(golden, "file"), bytes(golden, "pixels"), differences);
    }
    assertThat(goldens.path("processors")).hasSizeGreaterThan(30);
    assertThat(differences).isEmpty();
  }

  private static void compare(
      JsonNode golden, ImageSettings settings, byte[] file, byte[] expected, List<String> into) {
    String name = golden.path("name").asText() + ", channels " + settings.channels() + ": ";
    try {
      Pixels pixels =
          new ImageReader(settings, ImageLimits.DEFAULT, 1).read(new RawInput.Image(file));
      if (pixels.values().length != expected.length) {
        into.add(name + pixels.height() + " x " + pixels.width());
        return;
      }
      int most = 0;
      long sum = 0;
      for (int i = 0; i < expected.length; i++) {
        int difference = Math.abs((expected[i] & 0xff) - (pixels.values()[i] & 0xff));
        most = Math.max(most, difference);
        sum += difference;
      }
      if (most > 0) {
        into.add(name + "at most " + most + ", mean " + sum / (double) expected.length);
      }
    } catch (RuntimeException e) {
      into.add(name + e);
    }
  }

  private static ImageSettings settings(PixelSize size, int channels, Resize resize) {
    List<Double> zeros = Collections.nCopies(channels, 0.0);
    List<Double> ones = Collections.nCopies(channels, 1.0);
    return new ImageSettings(size, channels, resize, false, 1, zeros, ones);
  }

  private static byte[] bytes(JsonNode node, String field) {
    return Base64.getDecoder().decode(node.path(field).asText());
  }
}
