package io.engram.adapters.training;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.engram.transformers.json.BoundedJson;
import io.engram.transformers.runtime.LiveTensors;
import io.engram.transformers.weights.FloatTensor;
import io.engram.transformers.weights.Safetensors;
import io.engram.transformers.weights.WeightFileException;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A training run between two steps, complete: resumed, it ends with the bytes of the run that was
 * never interrupted. One safetensors file: tensors {@code now.NAME} (trained values), {@code
 * m.NAME} and {@code v.NAME} (moments), {@code best.NAME} (values of the best epoch, where there is
 * one); in the metadata {@code format}, and {@code run}, the other fields as JSON. No position of a
 * random generator is needed: the order of an epoch is a function of seed and epoch.
 *
 * @param identity of the run
 * @param progress how far it has come
 * @param best which epoch was best so far
 * @param tensors by the names above
 */
record Checkpoint(
    RunIdentity identity,
    RunProgress progress,
    BestWeights.Mark best,
    SortedMap<String, FloatTensor> tensors) {
  private static final String FORMAT = "engram-checkpoint-1";
  private static final int MAX_HEADER_BYTES = 16 << 20;
  private static final JsonMapper MAPPER = new JsonMapper();

  private record Header(RunIdentity identity, RunProgress progress, BestWeights.Mark best) {}

  static Checkpoint of(
      RunIdentity identity,
      RunProgress progress,
      BestWeights best,
      AdamW optimiser,
      SortedMap<String, NDArray> parameters) {
    SortedMap<String, FloatTensor> tensors = new TreeMap<>(optimiser.moments());
    parameters.forEach((name, array) -> tensors.put("now." + name, LiveTensors.copy(array)));
    best.values()
        .forEach(
            (name, values) ->
                tensors.put(
                    "best." + name,
                    new FloatTensor(parameters.get(name).getShape().getShape(), values)));
    return new Checkpoint(identity, progress, best.mark(), tensors);
  }

  /**
   * Bytes of a run's checkpoints at most, before there is any.
   *
   * @param best whether the values of the best epoch are kept too
   */
  static long bytes(Collection<NDArray> parameters, boolean best) {
    long values = parameters.stream().mapToLong(NDArray::size).sum();
    return values * Float.BYTES * (best ? 4 : 3) + MAX_HEADER_BYTES;
  }

  /** Puts everything back. */
  void restore(BestWeights kept, AdamW optimiser, SortedMap<String, NDArray> parameters) {
    parameters.forEach(
        (name, array) -> array.set(FloatBuffer.wrap(tensors.get("now." + name).values())));
    optimiser.restore(progress.steps(), tensors);
    SortedMap<String, float[]> bestValues = new TreeMap<>();
    tensors
        .tailMap("best.")
        .forEach(
            (name, tensor) -> {
              if (name.startsWith("best.")) {
                bestValues.put(name.substring("best.".length()), tensor.values());
              }
            });
    kept.restoreMark(best, bestValues);
  }

  byte[] toBytes() {
    try {
      String run = MAPPER.writeValueAsString(new Header(identity, progress, best));
      return Safetensors.toBytes(tensors, new TreeMap<>(Map.of("format", FORMAT, "run", run)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a checkpoint's state cannot be written as JSON", e);
    }
  }

  /**
   * @throws WeightFileException when the bytes are no checkpoint of this format
   */
  static Checkpoint fromBytes(byte[] bytes) {
    Safetensors file = Safetensors.of("checkpoint", bytes);
    String run = file.metadata().get("run");
    if (!FORMAT.equals(file.metadata().get("format")) || run == null) {
      throw new WeightFileException(
          "checkpoint: expected format " + FORMAT + ", got " + file.metadata().get("format"));
    }
    SortedMap<String, FloatTensor> tensors = new TreeMap<>();
    file.names().forEach(name -> tensors.put(name, file.read(name)));
    try {
      Header header =
          MAPPER.treeToValue(
              BoundedJson.read(run.getBytes(StandardCharsets.UTF_8), MAX_HEADER_BYTES, 8),
              Header.class);
      return new Checkpoint(header.identity(), header.progress(), header.best(), tensors);
    } catch (IOException e) {
      throw new WeightFileException("checkpoint: its state cannot be read: " + e.getMessage(), e);
    }
  }
}
