package io.engram.adapters.adapterhub;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.engram.adapters.Adapter;
import io.engram.adapters.AdapterConfig;
import io.engram.adapters.AdapterConfigs;
import io.engram.adapters.AdapterInitializer;
import io.engram.adapters.AdapterKind;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.FullConfig;
import io.engram.adapters.LoraConfig;
import io.engram.transformers.backbone.AttentionMask;
import io.engram.transformers.backbone.BertConfig;
import io.engram.transformers.backbone.BertEncoder;
import io.engram.transformers.backbone.Pooling;
import io.engram.transformers.runtime.LiveTensors;
import io.engram.transformers.runtime.TensorScope;
import io.engram.transformers.weights.FloatTensor;
import io.engram.transformers.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The tiny BERT of {@code src/test/python/adapter_goldens.py}, and adapters that the Java side
 * writes for its {@code check} command. Run {@link #main} to write them again.
 */
final class GoldenAdapters {
  static final BertConfig ENCODER =
      new BertConfig("bert", 3, 32, 4, 48, 60, 16, 2, 0, 1e-12, "gelu", Pooling.MEAN);

  /** The kinds that the library has. */
  private static final Set<AdapterKind> LIBRARY =
      EnumSet.complementOf(EnumSet.of(AdapterKind.FULL));

  private GoldenAdapters() {}

  static Path folder() {
    try {
      return Path.of(
              GoldenAdapters.class
                  .getResource("/io/engram/adapters/golden/model.safetensors")
                  .toURI())
          .getParent();
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The adapter whose goldens a folder has: as the library saved it, or a full one of PyTorch. */
  static AdapterWeights weights(Path folder, AdapterKind kind) throws IOException {
    if (kind != AdapterKind.FULL) {
      return AdapterHubFolder.read(folder.resolve(kind.shortName()));
    }
    SortedMap<String, FloatTensor> tensors = new TreeMap<>();
    try (Safetensors golden = Safetensors.open(folder.resolve("full/golden.safetensors"))) {
      golden.names().stream()
          .filter(name -> name.startsWith("change."))
          .forEach(name -> tensors.put(name.substring("change.".length()), golden.read(name)));
    }
    return AdapterWeights.checked("golden", new FullConfig(ENCODER.intermediate(), 1), tensors);
  }

  static BertEncoder encoder(Path folder) throws IOException {
    try (Safetensors weights = Safetensors.open(folder.resolve("model.safetensors"))) {
      return BertEncoder.load(ENCODER, weights, "golden");
    }
  }

  /**
   * An adapter of width 12, which does not divide the hidden width, from layer 1; LoRA of alpha 18.
   */
  static AdapterWeights ours(AdapterKind kind) {
    AdapterConfig config =
        kind == AdapterKind.LORA ? LoraConfig.ofAlpha(12, 18, 1) : AdapterConfigs.of(kind, 12, 1);
    AdapterWeights weights = AdapterInitializer.fresh(config, ENCODER, 5);
    Random random = new Random(6);
    for (FloatTensor tensor : weights.tensors().values()) {
      for (int i = 0; i < tensor.values().length; i++) {
        tensor.values()[i] += (float) (0.2 * random.nextGaussian());
      }
    }
    return weights;
  }

  /** Output of the last layer for the golden input, padding zeroed. */
  static FloatTensor last(BertEncoder encoder, AdapterWeights weights, Safetensors golden) {
    try (TensorScope scope = TensorScope.open();
        Adapter adapter = Adapter.of(weights, scope.manager(), false)) {
      NDArray below = array(golden.read("below"), scope.manager());
      AttentionMask mask = mask(golden, scope.manager());
      NDArray last = encoder.encode(below, mask, 1, 3, adapter).mul(mask.tokens());
      return LiveTensors.copy(last);
    }
  }

  static NDArray array(FloatTensor tensor, NDManager owner) {
    return owner.create(tensor.values(), new Shape(tensor.shape()));
  }

  static AttentionMask mask(Safetensors golden, NDManager scope) {
    int[] lengths = ints(golden.read("lengths"));
    return AttentionMask.of(scope, lengths, 9);
  }

  static int[] ints(FloatTensor tensor) {
    int[] values = new int[tensor.values().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (int) tensor.values()[i];
    }
    return values;
  }

  /** Writes {@code java-KIND} of every kind into the given golden folder. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    try (BertEncoder encoder = encoder(folder)) {
      for (AdapterKind kind : LIBRARY) {
        AdapterWeights weights = ours(kind);
        Path target = folder.resolve("java-" + kind.shortName());
        AdapterHubFolder.write(target, "from_java", weights, ENCODER);
        Path theirs = folder.resolve(kind.shortName()).resolve("golden.safetensors");
        try (Safetensors golden = Safetensors.open(theirs)) {
          Safetensors.write(
              target.resolve("hidden.safetensors"),
              new TreeMap<>(Map.of("last", last(encoder, weights, golden))),
              Map.of());
        }
      }
    }
  }
}
