package io.engram.transformers.image.vp8l;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.engram.transformers.image.LosslessBits;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LosslessImageTest {
  private static final int CHUNK = 20;
  private static final Runnable NOTHING = () -> {};
  private static final JsonNode GOLDENS = goldens();

  private static JsonNode goldens() {
    try (InputStream in = LosslessImageTest.class.getResourceAsStream("/image/lossless.json.gz")) {
      return new ObjectMapper().readTree(new GZIPInputStream(in));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Of the reader's own mistakes nothing is caught here. */
  @Property(tries = 3000)
  void anyDamageEndsInAPictureOrAnIOException(
      @ForAll long seed, @ForAll @IntRange(max = 5) int many, @ForAll boolean cut) {
    Random random = new Random(seed);
    JsonNode golden = GOLDENS.path(random.nextInt(GOLDENS.size()));
    byte[] file = Base64.getDecoder().decode(golden.path("file").asText());
    int end = cut ? CHUNK + random.nextInt(file.length - CHUNK) : file.length;
    byte[] data = Arrays.copyOfRange(file, CHUNK, end);
    for (int i = 0; i < many && data.length > 5; i++) {
      // Where the codes are, or anywhere.
      int most = random.nextBoolean() ? data.length : Math.min(data.length, 50);
      data[5 + random.nextInt(most - 5)] ^= (byte) (1 << random.nextInt(8));
    }
    int width = golden.path("width").asInt();
    int height = golden.path("height").asInt();
    try {
      assertThat(LosslessImage.colours(data, width, height, NOTHING)).hasSize(width * height * 3);
    } catch (IOException e) {
      assertThat(e).message().isNotBlank();
    }
  }

  @Test
  void theTimeIsLookedAtForEveryRowThatIsDecodedAndEveryRowThatIsUndone() throws IOException {
    int height = 500;
    LosslessBits bits = new LosslessBits(3, height).transform(LosslessBits.GREEN);
    byte[] data = bits.picture().put(0, 1).codes(7, 9, 1).data();
    AtomicInteger looks = new AtomicInteger();
    byte[] colours = LosslessImage.colours(data, 3, height, looks::incrementAndGet);
    assertThat(colours).startsWith(16, 7, 8, 16, 7, 8).hasSize(height * 9);
    assertThat(looks.get()).isGreaterThanOrEqualTo(2 * height);
    for (int stop : new int[] {1, 2, height, height + 2, 2 * height}) {
      AtomicInteger left = new AtomicInteger(stop);
      assertThatThrownBy(() -> LosslessImage.colours(data, 3, height, () -> stop(left)))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  private static void stop(AtomicInteger left) {
    if (left.decrementAndGet() == 0) {
      throw new IllegalStateException();
    }
  }

  @Test
  void groupsOfCodesThatDoNotFitInMemoryAreReadAgain() throws IOException {
    int across = 32;
    int down = 25;
    LosslessBits bits = new LosslessBits(4 * across, 4 * down).picture().put(1, 1).put(0, 3);
    bits.put(0, 1);
    writeFlat(bits, true);
    writeFlat(bits, false);
    bits.code(0).code(0).code(0);
    for (int group = 0; group < across * down; group++) {
      bits.put(Integer.reverse(group & 0xff) >>> 24, 8).put(Integer.reverse(group >> 8) >>> 24, 8);
    }
    for (int group = 0; group < across * down; group++) {
      for (int code = 0; code < 4; code++) {
        writeSteep(bits, group & 0xff, code == 0);
      }
      bits.code(0);
    }
    byte[] data = bits.put(0, 4 * 16 * across * down).data();
    byte[] colours = LosslessImage.colours(data, 4 * across, 4 * down, NOTHING);
    for (int i = 0; i < colours.length; i++) {
      int x = i / 3 % (4 * across);
      int y = i / 3 / (4 * across);
      assertThat(colours[i] & 0xff).isEqualTo(y / 4 * across + x / 4 & 0xff);
    }
  }

  /** A code of 256 symbols with 8 bits each: all lengths are the one symbol of their own code. */
  private static void writeFlat(LosslessBits bits, boolean green) {
    bits.put(0, 1).put(8, 4).put(0, 33).put(1, 3);
    writeCount(bits, green);
  }

  /** A code with all lengths, 1 for a symbol that is then read from a 0: tables of 384 entries. */
  private static void writeSteep(LosslessBits bits, int first, boolean green) {
    bits.put(0, 1).put(15, 4).put(0, 6);
    for (int i = 0; i < 17; i++) {
      // In their order the seventh is that of repetitions.
      bits.put(i == 6 ? 0 : 4, 3);
    }
    writeCount(bits, green);
    for (int symbol = 0; symbol < 256; symbol++) {
      int after = symbol - first & 0xff;
      int length = after < 15 ? after + 1 : after == 15 ? 15 : 0;
      bits.put(Integer.reverse(length) >>> 28, 4);
    }
  }

  /** 256 lengths, where the alphabet has more. */
  private static void writeCount(LosslessBits bits, boolean green) {
    if (green) {
      bits.put(1, 1).put(3, 3).put(254, 8);
    } else {
      bits.put(0, 1);
    }
  }
}
