package io.engram.adapters;

import io.engram.transformers.weights.FloatTensor;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether tensors are what an adapter's configuration says. */
final class AdapterTensors {
  private static final Pattern LAYER = Pattern.compile("layer\\.([0-9]{1,4})\\.[A-Za-z_.]+");

  private AdapterTensors() {}

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

  /** Width of the encoder the weights were made for: what any unit adds to. */
  static int hidden(AdapterConfig config, Map<String, FloatTensor> tensors) {
    String last = "any";
    for (var expected : config.tensors(layers(tensors)).entrySet()) {
      if (expected.getValue() == TensorRole.UNIT_OUTPUT) {
        last = expected.getKey();
        FloatTensor tensor = tensors.get(last);
        // Of a tensor that holds values no dimension is larger than their number.
        if (tensor != null && tensor.shape().length == 2 && tensor.values().length > 0) {
          return (int) tensor.shape()[0];
        }
      }
    }
    throw new IllegalArgumentException(
        config + " has none of the tensors it needs, such as " + last + " with two dimensions");
  }

  /**
   * @throws IllegalArgumentException naming the first tensor that is missing, too many, or of
   *     another shape
   */
  static void check(AdapterConfig config, Map<String, FloatTensor> tensors) {
    int layers = layers(tensors);
    SortedMap<String, TensorRole> expected = config.tensors(layers);
    if (expected.isEmpty()) {
      throw new IllegalArgumentException(
          "adapter starts at layer "
              + config.fromLayer()
              + " but its tensors end at layer "
              + (layers - 1));
    }
    int hidden = hidden(config, tensors);
    SortedMap<String, long[]> shapes = new TreeMap<>();
    expected.forEach((name, role) -> shapes.put(name, role.shape(config.width(), hidden)));
    requireShapes(config, shapes, tensors);
  }

  /**
   * @param config what the tensors are of, for messages
   * @param expected shapes by name, of all tensors there are to be
   * @throws IllegalArgumentException as {@link #check}
   */
  static void requireShapes(
      Object config, SortedMap<String, long[]> expected, Map<String, FloatTensor> tensors) {
    expected.forEach(
        (name, shape) -> {
          FloatTensor tensor = tensors.get(name);
          if (tensor == null || !Arrays.equals(tensor.shape(), shape)) {
            throw new IllegalArgumentException(
                config
                    + " needs tensor "
                    + name
                    + " of shape "
                    + Arrays.toString(shape)
                    + ", got "
                    + (tensor == null ? "none" : Arrays.toString(tensor.shape())));
          }
        });
    for (String name : tensors.keySet()) {
      if (!expected.containsKey(name)) {
        throw new IllegalArgumentException(config + " has no place for tensor " + name);
      }
    }
  }
}
