package io.engram.adapters;

import io.engram.transformers.weights.FloatTensor;
import io.engram.transformers.weights.Safetensors;
import io.engram.transformers.weights.WeightFileException;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An adapter as one safetensors file: float32 tensors by the names of {@link AdapterWeights}, and
 * in the metadata {@code format} ({@code engram-adapter}), {@code version} (1), {@code kind},
 * {@code width} and {@code fromLayer}. Same weights, same bytes.
 */
public final class AdapterFile {
  private static final String FORMAT = "engram-adapter";

  private AdapterFile() {}

  public static byte[] toBytes(AdapterWeights weights) {
    if (!(weights.config() instanceof BottleneckConfig config)) {
      throw new IllegalArgumentException("not a bottleneck adapter: " + weights.config());
    }
    AdapterTensors.check(config, weights.tensors());
    return Safetensors.toBytes(
        weights.tensors(),
        new TreeMap<>(
            Map.of(
                "format",
                FORMAT,
                "version",
                Integer.toString(FileMetadata.VERSION),
                "kind",
                config.kind(),
                "width",
                Integer.toString(config.width()),
                "fromLayer",
                Integer.toString(config.fromLayer()))));
  }

  /**
   * @throws WeightFileException when the bytes are no safetensors file, hold something else or a
   *     newer format, or a tensor is missing, too many, or of another shape
   */
  public static AdapterWeights fromBytes(byte[] bytes) {
    Safetensors file = Safetensors.of("adapter", bytes);
    FileMetadata metadata = FileMetadata.of(file, "adapter", FORMAT);
    BottleneckConfig config =
        new BottleneckConfig(
            placement(metadata.text("kind")),
            metadata.integer("width"),
            metadata.integer("fromLayer"));
    SortedMap<String, FloatTensor> tensors = new TreeMap<>();
    file.names().forEach(name -> tensors.put(name, file.read(name)));
    return AdapterWeights.checked(config, tensors);
  }

  private static BottleneckConfig.Placement placement(String kind) {
    for (BottleneckConfig.Placement placement : BottleneckConfig.Placement.values()) {
      if (placement.name().toLowerCase(Locale.ROOT).equals(kind)) {
        return placement;
      }
    }
    throw new WeightFileException(
        "adapter: kind '" + kind + "' is not known to this version, only houlsby and pfeiffer are");
  }
}
