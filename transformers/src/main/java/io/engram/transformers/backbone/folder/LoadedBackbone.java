package io.engram.transformers.backbone.folder;

import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.input.InputKind;
import io.engram.transformers.input.InputReader;
import io.engram.transformers.metrics.WorkCount;
import io.engram.transformers.metrics.WorkTime;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;

/** A frozen encoder with what makes rows ready for it, one reader for each maximum length. */
public final class LoadedBackbone implements AutoCloseable {
  private final Backbone backbone;
  private final InputKind kind;
  private final IntFunction<InputReader> readers;
  private final Map<Integer, InputReader> byMaxLength = new ConcurrentHashMap<>();

  /** Loads the encoder of a folder; the caller closes it. */
  public LoadedBackbone(BackboneFolder folder) {
    try (WorkTime.Clock clock = WorkTime.IO.start()) {
      this.backbone = folder.load();
    }
    WorkCount.BACKBONE_LOADS.add(1);
    this.kind = folder.config().kind();
    this.readers = folder::reader;
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
   */
  public InputReader reader(int maxLength) {
    return byMaxLength.computeIfAbsent(maxLength, readers::apply);
  }

  @Override
  public void close() {
    byMaxLength.values().forEach(InputReader::close);
    backbone.close();
  }
}
