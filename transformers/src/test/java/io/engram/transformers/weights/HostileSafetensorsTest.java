package io.engram.transformers.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostileSafetensorsTest {
  private static final byte[] WHOLE =
      Safetensors.toBytes(
          new TreeMap<>(Map.of("a", FloatTensor.vector(1, 2), "b", FloatTensor.vector(3, 4))),
          Map.of("k", "v"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'F32','shape':[2],'data_offsets':[4,12]}} | 12 | 'b' overlaps
      {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'F32','shape':[1],'data_offsets':[12,16]}} | 16 | 'b' gap
      {'a':{'dtype':'F32','shape':[2],'data_offsets':[4,12]}} | 12 | 'a' gap
      {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | 4 | 'a' truncated
      {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | 12 | extended
      {'a':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}} | 8 | 'a' 12 bytes
      {'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}} | 8 | 'a' [8, 0]
      {'a':{'dtype':'F32','shape':[4611686018427387904,4],'data_offsets':[0,0]}} | 0 | 'a' overflows
      {'a':{'dtype':'F32','shape':[2305843009213693952,2],'data_offsets':[0,0]}} | 0 | 'a' overflows
      {'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}} | 8 | a.shape negative
      {'a':{'dtype':'F32','shape':[99999999999999999999],'data_offsets':[0,8]}} | 8 | header
      {'a':{'dtype':'F32','shape':[2.0],'data_offsets':[0,8]}} | 8 | a.shape
      {'a':{'dtype':'F32','shape':[1,1,1,1,1,1,1,1,2],'data_offsets':[0,8]}} | 8 | a.shape more than 8
      {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8,8]}} | 8 | a.data_offsets more than 2
      {'a':{'dtype':'F32','shape':[2],'data_offsets':[8]}} | 8 | 'a' two data_offsets
      {'a':{'dtype':'F32','shape':[2]}} | 8 | 'a' two data_offsets
      {'a':{'dtype':'F4','shape':[2],'data_offsets':[0,8]}} | 8 | 'a' 'F4'
      {'a':{'dtype':4,'shape':[2],'data_offsets':[0,8]}} | 8 | a.dtype
      {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8],'x':1}} | 8 | 'a' 'x'
      {'a':{'dtype':'F32','dtype':'F32','shape':[2],'data_offsets':[0,8]}} | 8 | header uplicate
      {'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | 8 | header uplicate
      {'a':[]} | 0 | a START_OBJECT
      {'__metadata__':{'k':1}} | 0 | __metadata__.k
      {'__metadata__':{'k':{}}} | 0 | __metadata__.k
      {'a':{'dtype':{'x':{'y':{'z':1}}}}} | 0 | a.dtype
      {} {} | 0 | follows
      [] | 0 | begin
      {'a' | 0 | header
      """)
  void aBadHeaderIsRefusedAndSaysWhy(String json, int dataBytes, String expected) {
    assertRefused(file(json.replace('\'', '"'), dataBytes), expected.split(" "));
  }

  @Test
  void aHeaderBombIsRefusedBeforeItIsRead() {
    for (long length : new long[] {-1, 0, 1, (16 << 20) + 1, Long.MAX_VALUE, Long.MIN_VALUE}) {
      byte[] bytes = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();
      assertRefused(bytes, "header", "16777216");
    }
  }

  @Test
  void invalidUtf8InANameIsRefused() {
    byte[] bytes = file("{\"a?\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8);
    bytes[8 + 3] = (byte) 0xff;
    assertRefused(bytes, "header");
  }

  @Test
  void everyTruncationIsRefused() {
    for (int length = 0; length < WHOLE.length; length++) {
      assertRefused(Arrays.copyOf(WHOLE, length), "hostile");
    }
  }

  @Test
  void everyExtensionIsRefused() {
    assertRefused(Arrays.copyOf(WHOLE, WHOLE.length + 1), "extended");
  }

  @Property
  void aFlippedHeaderBitIsRefusedOrReadsWithinTheFile(
      @ForAll @IntRange(max = 1 << 20) int position, @ForAll @IntRange(max = 7) int bit)
      throws IOException {
    int header = WHOLE.length - 16;
    byte[] flipped = WHOLE.clone();
    flipped[position % header] ^= (byte) (1 << bit);
    try (Safetensors file = Safetensors.of("hostile", flipped)) {
      for (String name : file.names()) {
        if (file.type(name).readable()) {
          assertThat(file.read(name).values()).hasSizeLessThanOrEqualTo(8);
        }
      }
    } catch (WeightFileException refused) {
      assertThat(refused).hasMessageStartingWith("hostile");
    }
  }

  @Test
  void aTensorOfIntegersIsListedButNotReadAsWeights() throws IOException {
    byte[] bytes = file("{\"ids\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]}}", 8);
    try (Safetensors file = Safetensors.of("ids.safetensors", bytes)) {
      assertThat(file.shape("ids")).containsExactly(1);
      assertThatThrownBy(() -> file.read("ids"))
          .isInstanceOf(WeightFileException.class)
          .hasMessageContainingAll("ids.safetensors", "'ids'", "I64");
    }
  }

  @Test
  void bfloat16AndTensorsOutOfHeaderOrderAreRead() throws IOException {
    byte[] bytes =
        file(
            "{\"z\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[4,8]},"
                + "\"a\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]}}",
            8);
    ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    data.position(bytes.length - 8);
    data.putShort((short) 0x3c00).putShort((short) 0xc000);
    data.putShort((short) 0x3f80).putShort((short) 0xc2f7);
    try (Safetensors file = Safetensors.of("mixed", bytes)) {
      assertThat(file.names()).containsExactly("a", "z");
      assertThat(file.read("a").values()).containsExactly(1f, -2f);
      assertThat(file.read("z").values()).containsExactly(1f, -123.5f);
    }
  }

  private static byte[] file(String header, int dataBytes) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + json.length + dataBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .array();
  }

  private static void assertRefused(byte[] bytes, String... parts) {
    assertThatThrownBy(() -> Safetensors.of("hostile", bytes))
        .isInstanceOf(WeightFileException.class)
        .hasMessageContaining("hostile")
        .hasMessageContainingAll(parts);
  }

  private static SortedMap<String, FloatTensor> none() {
    return new TreeMap<>();
  }

  @Test
  void aFileWithoutTensorsIsRead() throws IOException {
    try (Safetensors file = Safetensors.of("none", Safetensors.toBytes(none(), Map.of()))) {
      assertThat(file.names()).isEmpty();
    }
  }
}
