package io.engram.adapters.adapterhub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.engram.adapters.Adapter;
import io.engram.adapters.AdapterKind;
import io.engram.adapters.AdapterStack;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.Fusion;
import io.engram.transformers.backbone.AttentionMask;
import io.engram.transformers.backbone.LayerHook;
import io.engram.transformers.backbone.Pooling;
import io.engram.transformers.backbone.TinyVit;
import io.engram.transformers.backbone.VitConfig;
import io.engram.transformers.backbone.VitEncoder;
import io.engram.transformers.image.PixelSize;
import io.engram.transformers.runtime.NeuralRuntime;
import io.engram.transformers.runtime.TensorScope;
import io.engram.transformers.weights.FloatTensor;
import io.engram.transformers.weights.Safetensors;
import io.engram.transformers.weights.WeightFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Adapters in a tiny ViT against what AdapterHub's library computes; made by {@code
 * src/test/python/vit_adapter_goldens.py}.
 */
class VitAdapterGoldenTest {
  private static final float TOLERANCE = 1e-5f;
  private static final Path FOLDER = GoldenAdapters.folder().resolve("vit");
  private static final VitConfig CONFIG = config("vit");

  private static VitEncoder encoder;

  @TempDir Path temporary;

  @BeforeAll
  static void load() throws IOException {
    try (Safetensors weights = Safetensors.open(FOLDER.resolve("model.safetensors"))) {
      encoder = VitEncoder.load(CONFIG, TinyVit.settings(CONFIG), weights, "golden");
    }
  }

  @AfterAll
  static void close() {
    encoder.close();
  }

  private static VitConfig config(String family) {
    PixelSize image = new PixelSize(16, 16);
    return new VitConfig(family, 3, 32, 4, 48, image, 3, 4, 4, 4, true, 1e-12, "gelu", Pooling.CLS);
  }

  private static Safetensors golden(String folder) {
    return Safetensors.open(FOLDER.resolve(folder).resolve("golden.safetensors"));
  }

  @ParameterizedTest
  @EnumSource(AdapterKind.class)
  void anAdapterFromPythonGivesTheSameHiddenStates(AdapterKind kind) throws IOException {
    AdapterWeights weights = GoldenAdapters.weights(FOLDER, kind);
    try (Safetensors golden = golden(kind.shortName());
        TensorScope scope = TensorScope.open();
        Adapter adapter = Adapter.of(weights, scope.manager(), false)) {
      NDArray below = GoldenAdapters.array(golden.read("below"), scope.manager());
      assertClose("last", last(adapter, below, scope), golden.read("last"));
      assertThat(last(LayerHook.IDENTITY, below, scope).sub(last(adapter, below, scope)).abs())
          .as("effect of the adapter")
          .satisfies(effect -> assertThat(effect.max().getFloat()).isGreaterThan(0.1f));
    }
  }

  private static NDArray last(LayerHook hook, NDArray below, TensorScope scope) {
    return encoder.encode(below, mask(scope), 1, 3, hook);
  }

  private static AttentionMask mask(TensorScope scope) {
    return AttentionMask.of(scope.manager(), new int[] {17, 17, 17, 17}, 17);
  }

  @ParameterizedTest
  @EnumSource(AdapterKind.class)
  void lossAndGradientsAreThoseOfTorch(AdapterKind kind) throws IOException {
    AdapterWeights weights = GoldenAdapters.weights(FOLDER, kind);
    try (Safetensors golden = golden(kind.shortName());
        TensorScope scope = TensorScope.open();
        Adapter adapter = Adapter.of(weights, scope.manager(), true)) {
      SortedMap<String, NDArray> trained = new TreeMap<>(adapter.parameters());
      for (String name : List.of("head.weight", "head.bias")) {
        NDArray array = GoldenAdapters.array(golden.read(name), scope.manager());
        array.setRequiresGradient(true);
        trained.put(name, array);
      }
      int[] labels = GoldenAdapters.ints(golden.read("labels"));
      try (GradientCollector collector = NeuralRuntime.get().engine().newGradientCollector()) {
        NDArray below = GoldenAdapters.array(golden.read("below"), scope.manager());
        NDArray pooled = encoder.pool(last(adapter, below, scope), mask(scope));
        assertClose("pooled", pooled, golden.read("pooled"));
        NDArray logits =
            pooled.matMul(trained.get("head.weight").transpose()).add(trained.get("head.bias"));
        NDArray oneHot = scope.manager().create(labels).oneHot(3);
        NDArray loss = logits.logSoftmax(1).mul(oneHot).sum().div(-labels.length);
        assertThat(loss.getFloat())
            .isEqualTo(golden.read("loss").values()[0], Offset.offset(TOLERANCE));
        collector.backward(loss);
      }
      trained.forEach(
          (name, array) -> assertClose(name, array.getGradient(), golden.read("grad." + name)));
      assertThat(golden.names().stream().filter(name -> name.startsWith("grad.")).count())
          .isEqualTo(trained.size());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"houlsby", "pfeiffer"})
  void aFusionSavedByTheLibraryGivesTheSameHiddenStates(String kind) throws IOException {
    Path folder = FOLDER.resolve("fusion-" + kind);
    FusionFolder.Named named = FusionFolder.read(folder, 1);
    List<AdapterWeights> adapters =
        List.of(
            AdapterHubFolder.read(folder.resolve("a")), AdapterHubFolder.read(folder.resolve("b")));
    try (Safetensors golden = golden("fusion-" + kind);
        TensorScope scope = TensorScope.open()) {
      AdapterStack stack = AdapterStack.of(adapters, scope.manager());
      Fusion fusion = new Fusion(named.weights(), stack, scope.manager(), false);
      NDArray below = GoldenAdapters.array(golden.read("below"), scope.manager());
      assertClose("last", last(fusion, below, scope), golden.read("last"));
    }
  }

  @ParameterizedTest
  @EnumSource(value = AdapterKind.class, mode = EnumSource.Mode.EXCLUDE, names = "FULL")
  void writesTheFolderThatTheLibraryWrites(AdapterKind kind) throws IOException {
    Path theirs = FOLDER.resolve(kind.shortName());
    AdapterHubFolder.write(temporary, "golden", AdapterHubFolder.read(theirs), CONFIG);
    try (Safetensors ours = Safetensors.open(temporary.resolve("adapter.safetensors"));
        Safetensors library = Safetensors.open(theirs.resolve("adapter.safetensors"))) {
      assertThat(ours.names()).isEqualTo(library.names());
      for (String name : library.names()) {
        assertThat(ours.read(name)).isEqualTo(library.read(name));
      }
    }
    ObjectMapper json = new ObjectMapper();
    for (String key : List.of("model_class", "model_type", "hidden_size")) {
      assertThat(json.readTree(temporary.resolve("adapter_config.json").toFile()).get(key))
          .isEqualTo(json.readTree(theirs.resolve("adapter_config.json").toFile()).get(key));
    }
  }

  @Test
  void theLibraryHasNoDeiTAndTheFolderIsNotWritten() throws IOException {
    AdapterWeights weights = AdapterHubFolder.read(FOLDER.resolve("lora"));
    Path folder = temporary.resolve("deit");
    assertThatThrownBy(() -> AdapterHubFolder.write(folder, "x", weights, config("deit")))
        .isInstanceOf(WeightFileException.class)
        .hasMessageContaining("no adapters for encoders of the family deit");
    assertThat(folder).doesNotExist();
  }

  private static void assertClose(String what, NDArray actual, FloatTensor expected) {
    assertThat(actual.getShape().getShape()).as(what).isEqualTo(expected.shape());
    assertThat(actual.toFloatArray())
        .as(what)
        .containsExactly(expected.values(), Offset.offset(TOLERANCE));
  }
}
