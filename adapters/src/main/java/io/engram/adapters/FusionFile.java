package io.engram.adapters;

import io.engram.transformers.weights.FloatTensor;
import io.engram.transformers.weights.Safetensors;
import io.engram.transformers.weights.WeightFileException;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A fusion as one safetensors file: float32 tensors by the names of {@link FusionWeights}, and in
 * the metadata {@code format} ({@code engram-fusion}), {@code version} (1), {@code kind} of the
 * adapters and {@code fromLayer}. Same weights, same bytes.
 */
public final class FusionFile {
  private static final String FORMAT = "engram-fusion";

  private FusionFile() {}

  public static byte[] toBytes(FusionWeights weights) {
    FusionWeights.check(weights.config(), weights.tensors());
    SortedMap<String, String> metadata = new TreeMap<>();
    metadata.put("format", FORMAT);
    metadata.put("version", Integer.toString(FileMetadata.VERSION));
    metadata.put("kind", weights.config().kind().shortName());
    metadata.put("fromLayer", Integer.toString(weights.config().fromLayer()));
    return Safetensors.toBytes(weights.tensors(), metadata);
  }

  /**
   * @throws WeightFileException when the bytes are no safetensors file, hold something else or a
   *     newer format, or a tensor is missing, too many, or of another shape
   */
  public static FusionWeights fromBytes(byte[] bytes) {
    Safetensors file = Safetensors.of("fusion", bytes);
    FileMetadata metadata = FileMetadata.of(file, "fusion", FORMAT);
    SortedMap<String, FloatTensor> tensors = new TreeMap<>();
    file.names().forEach(name -> tensors.put(name, file.read(name)));
    return FusionWeights.checked("fusion", config(metadata), tensors);
  }

  private static FusionConfig config(FileMetadata metadata) {
    String name = metadata.text("kind");
    int fromLayer = metadata.integer("fromLayer");
    try {
      return AdapterKind.named(name)
          .map(
              kind ->
                  switch (kind) {
                    case HOULSBY -> new FusionConfig(BottleneckConfig.Placement.HOULSBY, fromLayer);
                    case PFEIFFER ->
                        new FusionConfig(BottleneckConfig.Placement.PFEIFFER, fromLayer);
                    case LORA, FULL -> null;
                  })
          .orElseThrow(
              () ->
                  new WeightFileException(
                      "fusion: adapters of kind '" + name + "' are not fused by this version"));
    } catch (IllegalArgumentException e) {
      throw new WeightFileException("fusion: " + e.getMessage(), e);
    }
  }
}
