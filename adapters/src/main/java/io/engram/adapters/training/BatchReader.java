package io.engram.adapters.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.engram.transformers.backbone.AttentionMask;
import io.engram.transformers.backbone.PixelBatch;
import io.engram.transformers.input.Pixels;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * Copies rows from the spool straight into buffers that the engine uses as they are. The buffers
 * are reused: only one batch may be alive at a time.
 */
final class BatchReader {
  private final RowSpool rows;
  private final RowLayout layout;
  private ByteBuffer hidden = ByteBuffer.allocateDirect(0);
  private ByteBuffer pooled = ByteBuffer.allocateDirect(0);
  private ByteBuffer target = ByteBuffer.allocateDirect(0);

  BatchReader(RowSpool rows) {
    this.rows = rows;
    this.layout = rows.layout();
  }

  /**
   * @param scope owner of the arrays; to be closed before the next batch is read
   * @param positions rows in the order of the batch
   */
  RowBatch read(NDManager scope, int[] positions) {
    return read(scope, positions, layout.picture() == null ? null : pictures(positions));
  }

  private List<Pixels> pictures(int[] positions) {
    return Arrays.stream(positions).mapToObj(rows::picture).toList();
  }

  /**
   * As {@link #read(NDManager, int[])}, but with other pictures than the rows'.
   *
   * @param pictures of the rows, in their order; null where rows carry none
   */
  RowBatch read(NDManager scope, int[] positions, List<Pixels> pictures) {
    int[] labels = new int[positions.length];
    int[] lengths = new int[positions.length];
    int longest = 0;
    for (int i = 0; i < positions.length; i++) {
      labels[i] = rows.label(positions[i]);
      lengths[i] = rows.length(positions[i]);
      longest = Math.max(longest, lengths[i]);
    }
    return new RowBatch(
        scope,
        layout.tokens() ? hidden(scope, positions, lengths, longest) : null,
        layout.tokens() ? AttentionMask.of(scope, lengths, longest) : null,
        layout.pooled() ? pooled(scope, positions, lengths) : null,
        layout.targets() > 0 ? target(scope, positions, lengths) : null,
        labels,
        pictures == null ? null : new PixelBatch(pictures));
  }

  private NDArray hidden(NDManager scope, int[] positions, int[] lengths, int longest) {
    int width = layout.width();
    int rowBytes = longest * width * Float.BYTES;
    hidden = room(hidden, (long) positions.length * rowBytes);
    for (int i = 0; i < positions.length; i++) {
      int floats = lengths[i] * width;
      rows.copy(positions[i], 0, floats, hidden, i * rowBytes);
      for (int at = floats * Float.BYTES; at < rowBytes; at += Float.BYTES) {
        hidden.putFloat(i * rowBytes + at, 0f);
      }
    }
    return scope.create(hidden, new Shape(positions.length, longest, width), DataType.FLOAT32);
  }

  private NDArray pooled(NDManager scope, int[] positions, int[] lengths) {
    int rowBytes = layout.width() * Float.BYTES;
    pooled = room(pooled, (long) positions.length * rowBytes);
    for (int i = 0; i < positions.length; i++) {
      rows.copy(positions[i], layout.pooledStart(lengths[i]), layout.width(), pooled, i * rowBytes);
    }
    return scope.create(pooled, new Shape(positions.length, layout.width()), DataType.FLOAT32);
  }

  private NDArray target(NDManager scope, int[] positions, int[] lengths) {
    int rowBytes = layout.targets() * Float.BYTES;
    target = room(target, (long) positions.length * rowBytes);
    for (int i = 0; i < positions.length; i++) {
      rows.copy(
          positions[i], layout.targetStart(lengths[i]), layout.targets(), target, i * rowBytes);
    }
    return scope.create(target, new Shape(positions.length, layout.targets()), DataType.FLOAT32);
  }

  private static ByteBuffer room(ByteBuffer buffer, long bytes) {
    int needed = Math.toIntExact(bytes);
    ByteBuffer enough = buffer;
    if (buffer.capacity() < needed) {
      enough = ByteBuffer.allocateDirect(needed + needed / 2).order(ByteOrder.nativeOrder());
    }
    return enough.clear().limit(needed);
  }
}
