package io.engram.transformers.backbone.folder;

import io.engram.transformers.weights.WeightFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** A published pre-trained encoder that can be imported. */
public interface BackboneSource {

  /** What it is, for messages. */
  String description();

  /**
   * Opens it.
   *
   * @param scratch an existing folder for temporary files; the caller deletes it
   * @throws BackboneException when it is not there or of a kind that is not supported
   */
  Opened open(Path scratch) throws IOException;

  /** An opened source. */
  sealed interface Opened extends Closeable {

    BackboneConfig config();

    /** Tensors under the source's own names; closed by the importer. */
    WeightFile weights();

    @Override
    default void close() throws IOException {
      weights().close();
    }

    /**
     * Of texts.
     *
     * @param tokenizer the bytes of a {@code tokenizer.json}
     */
    record Text(BackboneConfig.Text config, WeightFile weights, byte[] tokenizer)
        implements Opened {}

    /** Of images. */
    record Image(BackboneConfig.Image config, WeightFile weights) implements Opened {}
  }
}
