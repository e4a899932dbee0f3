package io.engram.transformers.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShardedSafetensorsTest {
  @TempDir Path folder;
  private Path index;

  @BeforeEach
  void write() throws IOException {
    index = folder.resolve("model.safetensors.index.json");
    shard("one.safetensors", "a", 1);
    shard("two.safetensors", "b", 2);
  }

  private void shard(String file, String name, float value) throws IOException {
    Safetensors.write(
        folder.resolve(file), new TreeMap<>(Map.of(name, FloatTensor.vector(value))), Map.of());
  }

  @Test
  void tensorsAreReadFromTheFileTheIndexNames() throws IOException {
    Files.writeString(
        index,
        """
        {"metadata": {"total_size": 8},
         "weight_map": {"b": "two.safetensors", "a": "one.safetensors"}}""");
    try (ShardedSafetensors file = ShardedSafetensors.open(index)) {
      assertThat(file.names()).containsExactly("b", "a");
      assertThat(file.shape("a")).containsExactly(1);
      assertThat(file.read("a").values()).containsExactly(1);
      assertThat(file.read("b").values()).containsExactly(2);
      assertThatThrownBy(() -> file.read("c"))
          .isInstanceOf(WeightFileException.class)
          .hasMessageContainingAll("index.json", "'c'");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      {"weight_map": {"a": "two.safetensors"}} | 'a' two.safetensors
      {"weight_map": {"a": "three.safetensors"}} | three.safetensors
      {"weight_map": {"a": "../one.safetensors"}} | 'a' ../one.safetensors
      {"weight_map": {"a": "/etc/passwd"}} | 'a' /etc/passwd
      {"weight_map": {"a": 1}} | 'a'
      {"weight_map": {"a": "one.safetensors", "a": "one.safetensors"}} | uplicate
      {"weight_map": {}} | weight_map
      {} | weight_map
      {"weight_map": | index.json
      """)
  void aBadIndexIsRefusedAndSaysWhy(String json, String expected) throws IOException {
    Files.writeString(index, json);
    assertThatThrownBy(() -> ShardedSafetensors.open(index))
        .isInstanceOf(WeightFileException.class)
        .hasMessageContainingAll(expected.split(" "));
  }

  @Test
  void aTruncatedShardIsNamed() throws IOException {
    Files.writeString(index, "{\"weight_map\": {\"a\": \"one.safetensors\"}}");
    byte[] whole = Files.readAllBytes(folder.resolve("one.safetensors"));
    Files.write(
        folder.resolve("one.safetensors"), java.util.Arrays.copyOf(whole, whole.length - 1));
    assertThatThrownBy(() -> ShardedSafetensors.open(index))
        .isInstanceOf(WeightFileException.class)
        .hasMessageContainingAll("one.safetensors", "'a'", "truncated");
  }
}
