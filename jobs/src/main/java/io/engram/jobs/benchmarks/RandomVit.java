package io.engram.jobs.benchmarks;

import io.engram.adapters.pretraining.VitInitializer;
import io.engram.transformers.backbone.Pooling;
import io.engram.transformers.backbone.VitConfig;
import io.engram.transformers.backbone.folder.PublishedModel;
import io.engram.transformers.backbone.folder.StagedFolder;
import io.engram.transformers.image.ImageSettings;
import io.engram.transformers.image.PixelSize;
import io.engram.transformers.image.Resampling;
import io.engram.transformers.image.Resize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Encoders of the published shapes (224 x 224 pixels, patches of 16) that learnt nothing, as
 * Hugging Face folders: {@code FOLDER tiny|small|base SEED}.
 */
public final class RandomVit {
  private static final PixelSize IMAGE = new PixelSize(224, 224);
  private static final int PATCH = 16;
  private static final int LAYERS = 12;
  private static final List<Double> HALVES = List.of(0.5, 0.5, 0.5);

  private RandomVit() {}

  public static void main(String[] arguments) throws IOException {
    write(Path.of(arguments[0]), arguments[1], Long.parseLong(arguments[2]));
  }

  /**
   * Writes a folder unless it is there.
   *
   * @param size of the encoder: tiny, small or base
   */
  static void write(Path folder, String size, long seed) throws IOException {
    Path target = folder.toAbsolutePath().normalize();
    if (!StagedFolder.isFree(target)) {
      return;
    }
    VitConfig config = config(size);
    PublishedModel model =
        new PublishedModel(
            config, settings(), VitInitializer.fresh(config, seed), "Random weights, ViT " + size);
    StagedFolder.publish(target, "writing", (staged, scratch) -> model.write(staged));
  }

  private static VitConfig config(String size) {
    int heads =
        switch (size) {
          case "tiny" -> 3;
          case "small" -> 6;
          case "base" -> 12;
          default -> throw new IllegalArgumentException("tiny, small or base, not " + size);
        };
    int hidden = 64 * heads;
    int grid = IMAGE.height() / PATCH;
    return new VitConfig(
        "vit",
        LAYERS,
        hidden,
        heads,
        4 * hidden,
        IMAGE,
        3,
        PATCH,
        grid,
        grid,
        true,
        1e-12,
        "gelu",
        Pooling.CLS);
  }

  private static ImageSettings settings() {
    Resize resize = new Resize.Exact(IMAGE, Resampling.BILINEAR);
    return new ImageSettings(IMAGE, 3, resize, false, 1 / 255.0, HALVES, HALVES);
  }
}
