package io.engram.consolidation.distillation;

import io.engram.transformers.weights.Safetensors;
import io.engram.transformers.weights.WeightFileException;
import java.util.Map;
import java.util.TreeMap;

/**
 * The heads of one slot as one safetensors file: {@code weight} {@code [Σ C_t, hidden]} and {@code
 * bias} {@code [Σ C_t]}, the tasks in the order of the slot. Same heads, same bytes.
 */
public final class SlotHeadsFile {
  private static final Map<String, String> METADATA =
      Map.of("format", "engram-slot-heads", "version", "1");

  private SlotHeadsFile() {}

  public static byte[] toBytes(SlotHeads heads) {
    return Safetensors.toBytes(
        new TreeMap<>(Map.of("weight", heads.weight(), "bias", heads.bias())), METADATA);
  }

  /**
   * @param before heads of the same tasks, for their names and classes
   * @throws WeightFileException when the bytes hold something else or other shapes
   */
  public static SlotHeads fromBytes(byte[] bytes, SlotHeads before) {
    Safetensors file = Safetensors.of("heads", bytes);
    if (!file.metadata().equals(METADATA)) {
      throw new WeightFileException("heads: expected " + METADATA + ", got " + file.metadata());
    }
    float[] weight = file.read("weight").values();
    float[] bias = file.read("bias").values();
    int width = before.layout().width();
    if (bias.length != width || weight.length != width * before.hidden()) {
      throw new WeightFileException(
          "heads: "
              + bias.length
              + " classes and "
              + weight.length
              + " weights do not fit the tasks "
              + before.layout().tasks());
    }
    return before.with(weight, bias);
  }
}
