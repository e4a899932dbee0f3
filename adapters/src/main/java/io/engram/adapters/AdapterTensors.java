package io.engram.adapters;

import io.engram.adapters.BottleneckConfig.Placement;
import io.engram.transformers.weights.FloatTensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names and shapes of a bottleneck adapter's tensors. */
final class AdapterTensors {
  private static final Pattern LAYER =
      Pattern.compile("layer\\.([0-9]{1,4})\\.(attention|output)\\.(down|up)\\.(weight|bias)");

  private AdapterTensors() {}

  /** The sub-block of an encoder layer in which a bottleneck sits. */
  enum Site {
    ATTENTION,
    OUTPUT;

    /** {@code layer.3.attention.} */
    String prefix(int layer) {
      return "layer." + layer + (this == ATTENTION ? ".attention." : ".output.");
    }
  }

  /** The sites a placement uses, in the order of the forward pass. */
  static List<Site> sites(Placement placement) {
    return placement == Placement.HOULSBY
        ? List.of(Site.ATTENTION, Site.OUTPUT)
        : List.of(Site.OUTPUT);
  }

  /** Every tensor of the adapter with its shape. */
  static SortedMap<String, long[]> shapes(BottleneckConfig config, int layers, int hidden) {
    SortedMap<String, long[]> shapes = new TreeMap<>();
    for (int layer = config.fromLayer(); layer < layers; layer++) {
      for (Site site : sites(config.placement())) {
        String prefix = site.prefix(layer);
        shapes.put(prefix + "down.weight", new long[] {config.width(), hidden});
        shapes.put(prefix + "down.bias", new long[] {config.width()});
        shapes.put(prefix + "up.weight", new long[] {hidden, config.width()});
        shapes.put(prefix + "up.bias", new long[] {hidden});
      }
    }
    return shapes;
  }

  /** Layers of the encoder the weights were made for. */
  static int layers(Map<String, FloatTensor> tensors) {
    int layers = 0;
    for (String name : tensors.keySet()) {
      Matcher layer = LAYER.matcher(name);
      if (!layer.matches()) {
        throw new IllegalArgumentException(
            "adapter has a tensor named " + name + ", expected layer.N.(attention|output)...");
      }
      layers = Math.max(layers, Integer.parseInt(layer.group(1)) + 1);
    }
    return layers;
  }

  /** Width of the encoder the weights were made for: the length of any up-projection's bias. */
  static int hidden(Map<String, FloatTensor> tensors) {
    return tensors.entrySet().stream()
        .filter(entry -> entry.getKey().endsWith(".up.bias"))
        .mapToInt(entry -> entry.getValue().values().length)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("adapter has no tensor layer.N.output.up.bias"));
  }

  /**
   * @throws IllegalArgumentException naming the first tensor that is missing, too many, or of
   *     another shape
   */
  static void check(BottleneckConfig config, Map<String, FloatTensor> tensors) {
    SortedMap<String, long[]> expected = shapes(config, layers(tensors), hidden(tensors));
    if (expected.isEmpty()) {
      throw new IllegalArgumentException(
          "adapter starts at layer "
              + config.fromLayer()
              + " but its tensors end at layer "
              + (layers(tensors) - 1));
    }
    for (var entry : expected.entrySet()) {
      FloatTensor tensor = tensors.get(entry.getKey());
      if (tensor == null || !Arrays.equals(tensor.shape(), entry.getValue())) {
        throw new IllegalArgumentException(
            config
                + " needs tensor "
                + entry.getKey()
                + " of shape "
                + Arrays.toString(entry.getValue())
                + ", got "
                + (tensor == null ? "none" : Arrays.toString(tensor.shape())));
      }
    }
    for (String name : tensors.keySet()) {
      if (!expected.containsKey(name)) {
        throw new IllegalArgumentException(config + " has no place for tensor " + name);
      }
    }
  }
}
