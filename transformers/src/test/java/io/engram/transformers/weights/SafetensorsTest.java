package io.engram.transformers.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
  private static final SortedMap<String, FloatTensor> TWO =
      new TreeMap<>(
          Map.of(
              "b.weight", FloatTensor.matrix(2, 3, new float[] {1, 2, 3, 4, 5, 6}),
              "a.bias", FloatTensor.vector(-1, Float.NaN, Float.NEGATIVE_INFINITY)));

  @TempDir Path folder;

  @Test
  void whatIsWrittenIsReadBackFromAFile() throws IOException {
    Path path = folder.resolve("two.safetensors");
    Safetensors.write(path, TWO, Map.of("format", "pt"));
    try (Safetensors file = Safetensors.open(path)) {
      assertThat(file.names()).containsExactly("a.bias", "b.weight");
      assertThat(file.metadata()).containsExactly(Map.entry("format", "pt"));
      assertThat(file.shape("b.weight")).containsExactly(2, 3);
      assertThat(file.type("b.weight")).isEqualTo(TensorType.F32);
      assertThat(file.read("a.bias")).isEqualTo(TWO.get("a.bias"));
      assertThat(file.read("b.weight")).isEqualTo(TWO.get("b.weight"));
    }
  }

  /** All tensors share their values, so that the test does not need what it asks for. */
  @Test
  void moreThanAnArrayHoldsIsRefusedBeforeItIsWritten() {
    FloatTensor large = FloatTensor.vector(new float[1 << 24]);
    SortedMap<String, FloatTensor> tensors = new TreeMap<>();
    for (int i = 0; i < 32; i++) {
      tensors.put("tensor." + i, large);
    }
    assertThatThrownBy(() -> Safetensors.toBytes(tensors, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2147483648 bytes do not fit");
  }

  @Test
  void theBytesDependOnNamesAndValuesAlone() {
    SortedMap<String, FloatTensor> backwards = new TreeMap<>(Comparator.reverseOrder());
    backwards.putAll(TWO);
    assertThat(Safetensors.toBytes(backwards, Map.of()))
        .isEqualTo(Safetensors.toBytes(TWO, Map.of()));
  }

  @Test
  void aScalarAndAnEmptyTensorSurvive() throws IOException {
    SortedMap<String, FloatTensor> odd = new TreeMap<>();
    odd.put("empty", new FloatTensor(new long[] {0, 4}, new float[0]));
    odd.put("scalar", new FloatTensor(new long[0], new float[] {7}));
    try (Safetensors file = Safetensors.of("odd", Safetensors.toBytes(odd, Map.of()))) {
      assertThat(file.read("empty")).isEqualTo(odd.get("empty"));
      assertThat(file.read("scalar")).isEqualTo(odd.get("scalar"));
    }
  }

  @Test
  void aTensorLargerThanOneReadIsWhole() throws IOException {
    float[] values = new float[600_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    SortedMap<String, FloatTensor> large = new TreeMap<>();
    large.put("large", FloatTensor.vector(values));
    Path path = folder.resolve("large.safetensors");
    Safetensors.write(path, large, Map.of());
    try (Safetensors file = Safetensors.open(path)) {
      assertThat(file.read("large").values()).isEqualTo(values);
    }
  }

  @Property(tries = 200)
  void everyNameAndBitPatternSurvives(
      @ForAll @Size(max = 6) Map<String, @Size(max = 20) float[]> arrays) throws IOException {
    SortedMap<String, FloatTensor> tensors = new TreeMap<>();
    SortedMap<String, String> metadata = new TreeMap<>();
    arrays.forEach(
        (name, values) -> {
          String valid =
              name.codePoints()
                  .filter(c -> c < 0xd800 || c > 0xdfff)
                  .collect(
                      StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                  .toString();
          if (!valid.equals("__metadata__")) {
            tensors.put(valid, FloatTensor.vector(values));
            metadata.put(valid, valid);
          }
        });
    try (Safetensors file = Safetensors.of("any", Safetensors.toBytes(tensors, metadata))) {
      assertThat(file.names()).containsExactlyElementsOf(tensors.keySet());
      assertThat(file.metadata()).isEqualTo(metadata);
      tensors.forEach((name, tensor) -> assertThat(file.read(name)).isEqualTo(tensor));
    }
  }

  @Test
  void halfPrecisionKeepsEveryHalfExactly() throws IOException {
    float[] values = new float[1 << 16];
    for (int bits = 0; bits < values.length; bits++) {
      values[bits] = HalfFloat.toFloat((short) bits);
    }
    SortedMap<String, FloatTensor> tensors = new TreeMap<>();
    tensors.put("halves", FloatTensor.vector(values));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Safetensors.writeHalf(out, tensors, Map.of());
    try (Safetensors file = Safetensors.of("half", out.toByteArray())) {
      assertThat(file.type("halves")).isEqualTo(TensorType.F16);
      assertThat(file.read("halves")).isEqualTo(tensors.get("halves"));
    }
  }

  @Test
  void aValueNoHalfCanHoldIsRefusedWithItsTensor() {
    SortedMap<String, FloatTensor> tensors = new TreeMap<>();
    tensors.put("huge", FloatTensor.vector(1e6f));
    assertThatThrownBy(() -> Safetensors.writeHalf(new ByteArrayOutputStream(), tensors, Map.of()))
        .hasMessageContainingAll("huge", "1000000");
  }

  @Test
  void aMissingTensorIsNamedWithItsFile() throws IOException {
    try (Safetensors file =
        Safetensors.of("some.safetensors", Safetensors.toBytes(TWO, Map.of()))) {
      assertThatThrownBy(() -> file.read("c"))
          .isInstanceOf(WeightFileException.class)
          .hasMessageContainingAll("some.safetensors", "'c'", "not there");
    }
  }

  @Test
  void aFileThatShrinksAfterOpeningIsAnErrorNotACrash() throws IOException {
    Path path = folder.resolve("shrinks.safetensors");
    byte[] whole = Safetensors.toBytes(TWO, Map.of());
    Files.write(path, whole);
    try (Safetensors file = Safetensors.open(path)) {
      Files.write(path, java.util.Arrays.copyOf(whole, whole.length - 8));
      assertThatThrownBy(() -> file.read("b.weight"))
          .isInstanceOf(WeightFileException.class)
          .hasMessageContainingAll("shrinks.safetensors", "b.weight", "" + whole.length);
    }
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> Safetensors.open(folder.resolve("nowhere.safetensors")))
        .isInstanceOf(WeightFileException.class)
        .hasMessageContaining("nowhere.safetensors");
  }
}
