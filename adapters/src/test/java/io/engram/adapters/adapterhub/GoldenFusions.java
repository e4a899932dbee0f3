package io.engram.adapters.adapterhub;

import ai.djl.ndarray.NDArray;
import io.engram.adapters.AdapterConfigs;
import io.engram.adapters.AdapterInitializer;
import io.engram.adapters.AdapterKind;
import io.engram.adapters.AdapterStack;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.Fusion;
import io.engram.adapters.FusionConfig;
import io.engram.adapters.FusionInitializer;
import io.engram.adapters.FusionWeights;
import io.engram.transformers.backbone.AttentionMask;
import io.engram.transformers.backbone.BertEncoder;
import io.engram.transformers.runtime.LiveTensors;
import io.engram.transformers.runtime.TensorScope;
import io.engram.transformers.weights.FloatTensor;
import io.engram.transformers.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Fusions that the Java side writes for the {@code check} command of {@code
 * src/test/python/fusion_goldens.py}. Run {@link #main} to write them again.
 */
final class GoldenFusions {
  static final List<String> NAMES = List.of("a", "b", "c");

  private GoldenFusions() {}

  /** Three adapters of different widths. */
  static List<AdapterWeights> adapters(AdapterKind kind) {
    List<AdapterWeights> adapters = new ArrayList<>();
    for (int width : new int[] {12, 8, 5}) {
      AdapterWeights adapter =
          AdapterInitializer.fresh(
              AdapterConfigs.of(kind, width, 1), GoldenAdapters.ENCODER, width);
      moved(adapter.tensors(), width);
      adapters.add(adapter);
    }
    return adapters;
  }

  static FusionWeights fusion(AdapterKind kind) {
    FusionWeights fusion =
        FusionInitializer.fresh(
            FusionConfig.of(AdapterConfigs.of(kind, 8, 1)), GoldenAdapters.ENCODER, 5);
    moved(fusion.tensors(), 6);
    return fusion;
  }

  private static void moved(SortedMap<String, FloatTensor> tensors, long seed) {
    Random random = new Random(seed);
    for (FloatTensor tensor : tensors.values()) {
      for (int i = 0; i < tensor.values().length; i++) {
        tensor.values()[i] += (float) (0.2 * random.nextGaussian());
      }
    }
  }

  /** The adapters that the library had, out of its golden. */
  static List<AdapterWeights> theirs(AdapterKind kind, Safetensors golden) {
    List<AdapterWeights> adapters = new ArrayList<>();
    for (String name : NAMES) {
      SortedMap<String, FloatTensor> tensors = new TreeMap<>();
      golden.names().stream()
          .filter(tensor -> tensor.startsWith(name + "."))
          .forEach(tensor -> tensors.put(tensor.substring(2), golden.read(tensor)));
      adapters.add(AdapterWeights.checked("golden", AdapterConfigs.of(kind, 8, 1), tensors));
    }
    return adapters;
  }

  static Safetensors golden(Path folder, AdapterKind kind) {
    return Safetensors.open(
        folder.resolve("fusion-" + kind.shortName()).resolve("golden.safetensors"));
  }

  /** Output of the last layer for the golden input, padding zeroed. */
  static FloatTensor last(
      BertEncoder encoder,
      FusionWeights weights,
      List<AdapterWeights> adapters,
      Safetensors golden) {
    try (TensorScope scope = TensorScope.open()) {
      AdapterStack stack = AdapterStack.of(adapters, scope.manager());
      Fusion fusion = new Fusion(weights, stack, scope.manager(), false);
      NDArray below = GoldenAdapters.array(golden.read("below"), scope.manager());
      AttentionMask mask = GoldenAdapters.mask(golden, scope.manager());
      NDArray last = encoder.encode(below, mask, 1, 3, fusion).mul(mask.tokens());
      return LiveTensors.copy(last);
    }
  }

  static void write(Path target, AdapterKind kind) throws IOException {
    List<AdapterWeights> adapters = adapters(kind);
    for (int i = 0; i < NAMES.size(); i++) {
      AdapterHubFolder.write(
          target.resolve(NAMES.get(i)), NAMES.get(i), adapters.get(i), GoldenAdapters.ENCODER);
    }
    FusionFolder.write(target, new FusionFolder.Named(NAMES, fusion(kind)), GoldenAdapters.ENCODER);
  }

  /** Writes {@code java-fusion-KIND} of every kind into the given golden folder. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    try (BertEncoder encoder = GoldenAdapters.encoder(folder)) {
      for (AdapterKind kind : List.of(AdapterKind.HOULSBY, AdapterKind.PFEIFFER)) {
        Path target = folder.resolve("java-fusion-" + kind.shortName());
        write(target, kind);
        try (Safetensors golden = golden(folder, kind)) {
          FloatTensor last = last(encoder, fusion(kind), adapters(kind), golden);
          Safetensors.write(
              target.resolve("hidden.safetensors"), new TreeMap<>(Map.of("last", last)), Map.of());
        }
      }
    }
  }
}
