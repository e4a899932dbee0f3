package io.engram.transformers.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import io.engram.transformers.image.ImageSettings;
import io.engram.transformers.image.PixelSize;
import io.engram.transformers.input.Pixels;
import java.nio.ByteBuffer;

/**
 * Projected patches behind the special tokens, with their position embeddings. The convolution of
 * ViT, whose stride is its width, is a matrix product over patches; the images' rescaling and
 * normalisation are in its weights, so that it takes 8 bit values.
 */
final class VitEmbeddings {
  private final VitConfig config;

  /** {@code [hidden, patch * patch * channels]}. */
  private final NDArray projection;

  /** Positions of patches with the projection's bias, {@code [1, patches, hidden]}. */
  private final NDArray places;

  /** Special tokens with their positions, {@code [1, special tokens, hidden]}. */
  private final NDArray specials;

  VitEmbeddings(VitConfig config, NDArray projection, NDArray places, NDArray specials) {
    this.config = config;
    this.projection = projection;
    this.places = places;
    this.specials = specials;
  }

  VitEmbeddings(NDManager owner, CheckedWeights weights, VitConfig config, ImageSettings settings) {
    this.config = config;
    int hidden = config.hidden();
    int patches = config.rows() * config.columns();
    FoldedProjection folded = FoldedProjection.load(weights, config, settings);
    projection = owner.create(folded.weight(), new Shape(hidden, folded.weight().length / hidden));
    float[] positions = positions(weights);
    int special = config.specialTokens();
    float[] first = new float[special * hidden];
    System.arraycopy(positions, 0, first, 0, first.length);
    add(weights.read("embeddings.cls_token", 1, 1, hidden), first, 0);
    if (special > 1) {
      add(weights.read("embeddings.distillation_token", 1, 1, hidden), first, hidden);
    }
    specials = owner.create(first, new Shape(1, special, hidden));
    float[] rest = new float[patches * hidden];
    System.arraycopy(positions, first.length, rest, 0, rest.length);
    for (int patch = 0; patch < patches; patch++) {
      add(folded.bias(), rest, patch * hidden);
    }
    places = owner.create(rest, new Shape(1, patches, hidden));
  }

  private static void add(float[] values, float[] target, int offset) {
    for (int i = 0; i < values.length; i++) {
      target[offset + i] += values[i];
    }
  }

  /** Special tokens first, then patches at the grid of the image. */
  private float[] positions(CheckedWeights weights) {
    int hidden = config.hidden();
    int special = config.specialTokens();
    int trained = config.positionRows() * config.positionColumns();
    float[] positions =
        weights.read("embeddings.position_embeddings", 1, special + (long) trained, hidden);
    if (config.positionRows() == config.rows() && config.positionColumns() == config.columns()) {
      return positions;
    }
    float[] grid = new float[trained * hidden];
    System.arraycopy(positions, special * hidden, grid, 0, grid.length);
    float[] resized =
        PositionGrid.resize(
            grid,
            config.positionRows(),
            config.positionColumns(),
            config.rows(),
            config.columns(),
            hidden);
    float[] all = new float[special * hidden + resized.length];
    System.arraycopy(positions, 0, all, 0, special * hidden);
    System.arraycopy(resized, 0, all, special * hidden, resized.length);
    return all;
  }

  /**
   * @return {@code [batch, special tokens + patches, hidden]}
   */
  NDArray apply(NDManager scope, PixelBatch batch) {
    try (NDArray patches = patches(scope, batch);
        NDArray projected = Linear.linear(patches, projection).singletonOrThrow();
        NDArray first =
            scope.zeros(new Shape(batch.rows(), config.specialTokens(), config.hidden()))) {
      projected.addi(places);
      first.addi(specials);
      return NDArrays.concat(new NDList(first, projected), 1);
    }
  }

  /** {@code [batch, patches, patch * patch * channels]}, values -128 to 127. */
  private NDArray patches(NDManager scope, PixelBatch batch) {
    int patch = config.patch();
    long rows = config.rows();
    long columns = config.columns();
    long channels = config.channels();
    try (NDArray bytes =
            scope.create(
                whole(batch),
                new Shape(batch.rows(), rows, patch, columns, patch, channels),
                DataType.UINT8);
        NDArray byPatch = bytes.transpose(0, 1, 3, 2, 4, 5);
        NDArray flat = byPatch.reshape(batch.rows(), rows * columns, patch * patch * channels)) {
      return flat.toType(DataType.FLOAT32, false).subi(FoldedProjection.CENTRE);
    }
  }

  /** The rows' pixels without those at the edge that fill no patch. */
  private ByteBuffer whole(PixelBatch batch) {
    int width = config.columns() * config.patch() * config.channels();
    int height = config.rows() * config.patch();
    int line = config.image().width() * config.channels();
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(
            Math.multiplyExact(Math.multiplyExact(batch.rows(), height), width));
    for (Pixels image : batch.pictures()) {
      check(image);
      for (int row = 0; row < height; row++) {
        bytes.put(image.values(), row * line, width);
      }
    }
    return bytes.flip();
  }

  private void check(Pixels image) {
    PixelSize size = new PixelSize(image.height(), image.width());
    if (!size.equals(config.image()) || image.channels() != config.channels()) {
      throw new IllegalArgumentException(
          "the encoder takes pictures of "
              + config.image()
              + " pixels and "
              + config.channels()
              + " channels, got "
              + size
              + " and "
              + image.channels());
    }
  }
}
