package io.engram.transformers.backbone.folder;

import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.image.ImageLimits;
import io.engram.transformers.input.InputKind;
import io.engram.transformers.input.InputReader;
import io.engram.transformers.metrics.WorkCount;
import io.engram.transformers.metrics.WorkTime;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** A frozen encoder with what makes rows ready for it, one reader for all who ask alike. */
public final class LoadedBackbone implements AutoCloseable {
  private final Backbone backbone;
  private final InputKind kind;
  private final Function<Bounds, InputReader> open;
  private final Map<Bounds, InputReader> readers = new ConcurrentHashMap<>();

  private record Bounds(int maxLength, ImageLimits limits) {}

  /** Loads the encoder of a folder; the caller closes it. */
  public LoadedBackbone(BackboneFolder folder) {
    try (WorkTime.Clock clock = WorkTime.IO.start()) {
      this.backbone = folder.load();
    }
    WorkCount.BACKBONE_LOADS.add(1);
    this.kind = folder.config().kind();
    this.open = bounds -> folder.reader(bounds.maxLength(), bounds.limits());
  }

  /** What it takes. */
  public InputKind kind() {
    return kind;
  }

  public Backbone backbone() {
    return backbone;
  }

  /**
   * What makes rows ready; it is closed with the backbone.
   *
   * @param maxLength tokens of a text at most; of no meaning for pictures
   * @param limits what a picture may cost; of no meaning for texts
   */
  public InputReader reader(int maxLength, ImageLimits limits) {
    return readers.computeIfAbsent(new Bounds(maxLength, limits), open);
  }

  @Override
  public void close() {
    readers.values().forEach(InputReader::close);
    backbone.close();
  }
}
