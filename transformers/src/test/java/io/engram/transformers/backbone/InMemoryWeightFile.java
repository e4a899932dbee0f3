package io.engram.transformers.backbone;

import io.engram.transformers.weights.FloatTensor;
import io.engram.transformers.weights.WeightFile;
import io.engram.transformers.weights.WeightFileException;
import java.util.Map;
import java.util.Set;

/** Named tensors of a test. */
public record InMemoryWeightFile(Map<String, FloatTensor> tensors) implements WeightFile {

  @Override
  public Set<String> names() {
    return tensors.keySet();
  }

  @Override
  public long[] shape(String name) {
    return read(name).shape();
  }

  @Override
  public FloatTensor read(String name) {
    FloatTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new WeightFileException("no tensor " + name + " in memory");
    }
    return tensor;
  }

  @Override
  public void close() {}
}
