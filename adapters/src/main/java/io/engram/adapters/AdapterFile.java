package io.engram.adapters;

import io.engram.adapters.BottleneckConfig.Placement;
import io.engram.transformers.weights.FloatTensor;
import io.engram.transformers.weights.Safetensors;
import io.engram.transformers.weights.WeightFileException;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An adapter as one safetensors file: float32 tensors by the names of {@link AdapterWeights}, and
 * in the metadata {@code format} ({@code engram-adapter}), {@code version} (1), {@code kind},
 * {@code fromLayer}, and {@code width} or, of a LoRA, {@code rank} and {@code scale}. Same weights,
 * same bytes.
 */
public final class AdapterFile {
  private static final String FORMAT = "engram-adapter";

  private AdapterFile() {}

  public static byte[] toBytes(AdapterWeights weights) {
    AdapterConfig config = weights.config();
    AdapterTensors.check(config, weights.tensors());
    SortedMap<String, String> metadata = new TreeMap<>();
    metadata.put("format", FORMAT);
    metadata.put("version", Integer.toString(FileMetadata.VERSION));
    metadata.put("kind", config.kind().shortName());
    metadata.put("fromLayer", Integer.toString(config.fromLayer()));
    if (config instanceof LoraConfig lora) {
      metadata.put("rank", Integer.toString(lora.rank()));
      metadata.put("scale", Double.toString(lora.scale()));
    } else {
      metadata.put("width", Integer.toString(config.width()));
    }
    return Safetensors.toBytes(weights.tensors(), metadata);
  }

  /**
   * @throws WeightFileException when the bytes are no safetensors file, hold something else or a
   *     newer format, or a tensor is missing, too many, or of another shape
   */
  public static AdapterWeights fromBytes(byte[] bytes) {
    Safetensors file = Safetensors.of("adapter", bytes);
    FileMetadata metadata = FileMetadata.of(file, "adapter", FORMAT);
    SortedMap<String, FloatTensor> tensors = new TreeMap<>();
    file.names().forEach(name -> tensors.put(name, file.read(name)));
    return AdapterWeights.checked("adapter", config(metadata), tensors);
  }

  private static AdapterConfig config(FileMetadata metadata) {
    String name = metadata.text("kind");
    AdapterKind kind =
        AdapterKind.named(name)
            .orElseThrow(
                () ->
                    new WeightFileException(
                        "adapter: kind '"
                            + name
                            + "' is not known to this version, which knows "
                            + AdapterKind.shortNames()));
    int fromLayer = metadata.integer("fromLayer");
    try {
      return switch (kind) {
        case HOULSBY ->
            new BottleneckConfig(Placement.HOULSBY, metadata.integer("width"), fromLayer);
        case PFEIFFER ->
            new BottleneckConfig(Placement.PFEIFFER, metadata.integer("width"), fromLayer);
        case FULL -> new FullConfig(metadata.integer("width"), fromLayer);
        case LORA -> new LoraConfig(metadata.integer("rank"), metadata.decimal("scale"), fromLayer);
      };
    } catch (IllegalArgumentException e) {
      throw new WeightFileException("adapter: " + e.getMessage(), e);
    }
  }
}
