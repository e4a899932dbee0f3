package io.engram.transformers.backbone.folder;

import io.engram.transformers.weights.FloatTensor;
import io.engram.transformers.weights.WeightFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** A source whose tenth tensor cannot be read. */
record FailingSource(TinyHuggingFace tiny) implements BackboneSource {

  @Override
  public String description() {
    return "failing";
  }

  @Override
  public Opened open(Path scratch) throws IOException {
    Opened.Text opened =
        (Opened.Text) new HuggingFaceFolder(tiny.folder(), "tiny", "none").open(scratch);
    return new Opened.Text(
        opened.config(), new FailingWeights(opened.weights()), opened.tokenizer());
  }

  private static final class FailingWeights implements WeightFile {
    private final WeightFile weights;
    private int reads;

    FailingWeights(WeightFile weights) {
      this.weights = weights;
    }

    @Override
    public Set<String> names() {
      return weights.names();
    }

    @Override
    public long[] shape(String name) {
      return weights.shape(name);
    }

    @Override
    public FloatTensor read(String name) {
      if (++reads == 10) {
        throw new IllegalStateException("fails at tensor " + reads);
      }
      return weights.read(name);
    }

    @Override
    public void close() throws IOException {
      weights.close();
    }
  }
}
