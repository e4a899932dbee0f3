package io.engram.adapters.pretraining;

import io.engram.adapters.LabelSpace;
import io.engram.adapters.training.FeatureRow;
import io.engram.adapters.training.RowSpool;
import io.engram.adapters.training.RowSpoolWriter;
import io.engram.transformers.backbone.Pooling;
import io.engram.transformers.backbone.VitConfig;
import io.engram.transformers.image.ImageSettings;
import io.engram.transformers.image.PixelSize;
import io.engram.transformers.image.Resampling;
import io.engram.transformers.image.Resize;
import io.engram.transformers.input.Pixels;
import java.util.List;
import java.util.Random;

/** Pictures of noise with a line in one of four directions: the class. */
final class ToyPictures {
  static final int EDGE = 12;
  static final LabelSpace LABELS = new LabelSpace(List.of("across", "down", "falling", "rising"));

  private ToyPictures() {}

  static VitConfig encoder() {
    return new VitConfig(
        "vit",
        2,
        32,
        2,
        64,
        new PixelSize(EDGE, EDGE),
        1,
        3,
        EDGE / 3,
        EDGE / 3,
        true,
        1e-12,
        "gelu",
        Pooling.CLS);
  }

  static ImageSettings settings() {
    PixelSize size = new PixelSize(EDGE, EDGE);
    return new ImageSettings(
        size,
        1,
        new Resize.Exact(size, Resampling.BILINEAR),
        false,
        1 / 255.0,
        List.of(0.4),
        List.of(0.3));
  }

  static Pixels picture(int label, Random random) {
    byte[] values = new byte[EDGE * EDGE];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) random.nextInt(60);
    }
    int place = random.nextInt(EDGE);
    for (int step = 0; step < EDGE; step++) {
      int row = label == 0 ? place : step;
      int column =
          label == 0 ? step : label == 1 ? place : label == 2 ? place + step : place - step;
      values[row * EDGE + Math.floorMod(column, EDGE)] = (byte) 250;
    }
    return new Pixels(values, EDGE, EDGE, 1, encoder().maxLength());
  }

  static RowSpool spool(int rows, long seed) {
    Random random = new Random(seed);
    try (RowSpoolWriter writer = RowSpool.writer(encoder().hidden())) {
      for (int i = 0; i < rows; i++) {
        writer.add(FeatureRow.of("row-%05d".formatted(i), i % 4, picture(i % 4, random)));
      }
      return writer.finish();
    }
  }
}
