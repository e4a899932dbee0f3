package io.engram.adapters.adapterhub;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.adapters.AdapterKind;
import io.engram.transformers.weights.FloatTensor;
import io.engram.transformers.weights.Safetensors;
import io.engram.transformers.weights.WeightFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of the library with one tensor that is not what it should be. */
class HostileFoldersTest {
  private static final String DOWN =
      "encoder.layer.1.attention.output.adapters.x.adapter_down.0.weight";
  private static final String UP = "encoder.layer.1.attention.output.adapters.x.adapter_up.weight";
  private static final String QUERY =
      "encoder.layer.1.output.adapter_fusion_layer.a,b,c.query.weight";
  private static final FloatTensor SCALAR = new FloatTensor(new long[0], new float[1]);

  @TempDir Path folder;

  private Path adapter(String name, FloatTensor tensor) throws IOException {
    AdapterHubFolder.write(
        folder, "x", GoldenAdapters.ours(AdapterKind.HOULSBY), GoldenAdapters.ENCODER);
    return change(folder.resolve("adapter.safetensors"), name, tensor);
  }

  private Path fusion(String name, FloatTensor tensor) throws IOException {
    GoldenFusions.write(folder, AdapterKind.PFEIFFER);
    return change(folder.resolve("model_adapter_fusion.safetensors"), name, tensor);
  }

  private static Path change(Path file, String name, FloatTensor tensor) throws IOException {
    SortedMap<String, FloatTensor> tensors = new TreeMap<>();
    try (Safetensors weights = Safetensors.open(file)) {
      weights.names().forEach(each -> tensors.put(each, weights.read(each)));
    }
    tensors.put(name, tensor);
    Safetensors.write(file, tensors, Map.of());
    return file;
  }

  private void adapterIsRefused(Path file, String... said) {
    assertThatThrownBy(() -> AdapterHubFolder.read(folder))
        .isInstanceOf(WeightFileException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContainingAll((CharSequence[]) said);
  }

  private void fusionIsRefused(Path file, String... said) {
    assertThatThrownBy(() -> FusionFolder.read(folder, 1))
        .isInstanceOf(WeightFileException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContainingAll((CharSequence[]) said);
  }

  @Test
  void aScalarIsNoMatrix() throws IOException {
    adapterIsRefused(adapter(DOWN, SCALAR), "layer.1.attention.down.weight", "has []");
    fusionIsRefused(fusion(QUERY, SCALAR), "layer.1.output.fusion.query.weight", "got []");
  }

  @Test
  void anEmptyTensorOfManyRowsIsNamedWithItsShape() throws IOException {
    FloatTensor empty = new FloatTensor(new long[] {1L << 32, 0}, new float[0]);
    adapterIsRefused(adapter(UP, empty), "layer.1.attention.up.weight", "[4294967296, 0]");
    adapterIsRefused(adapter(DOWN, empty), "layer.1.attention.down.weight", "[4294967296, 0]");
    fusionIsRefused(fusion(QUERY, empty), "layer.1.output.fusion.query", "[4294967296, 0]");
  }

  @Test
  void aSecondAdapterOrFusionInTheSameFileIsRefused() throws IOException {
    String adapter = DOWN.replace(".x.", ".y.");
    adapterIsRefused(
        adapter(adapter, SCALAR), adapter, "layer.1.attention.down.weight, as another one is");
    String fusion = QUERY.replace("a,b,c", "a,b");
    fusionIsRefused(
        fusion(fusion, SCALAR), "layer.1.output.fusion.query.weight, as another one is");
  }

  @Test
  void aLayerBeyondAllNumbersIsNoLayer() throws IOException {
    adapterIsRefused(adapter(DOWN.replace("1", "99999999999"), SCALAR), "99999999999");
    fusionIsRefused(fusion(QUERY.replace("1", "99999999999"), SCALAR), "99999999999");
  }
}
