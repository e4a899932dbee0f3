package io.engram.consolidation.spark.learning;

import io.engram.transformers.backbone.folder.BackboneConfig;
import io.engram.transformers.image.ImageLimits;
import io.engram.transformers.image.ImageReader;
import io.engram.transformers.image.ImageSettings;
import io.engram.transformers.input.InputReader;
import java.io.Serializable;

/**
 * How pictures of past tasks are kept: as the backbone sees them, so that their bytes are bounded
 * whatever came; see {@link ImageReader#kept}.
 *
 * @param settings of the backbone
 * @param limits what one picture may cost
 */
public record KeptPictures(ImageSettings settings, ImageLimits limits) implements Serializable {

  /**
   * @throws IllegalArgumentException when the backbone takes texts
   */
  public static KeptPictures of(BackboneConfig backbone, ImageLimits limits) {
    if (!(backbone instanceof BackboneConfig.Image images)) {
      throw new IllegalArgumentException("backbone " + backbone.name() + " takes no pictures");
    }
    return new KeptPictures(images.images(), limits);
  }

  /** What makes them small, on the executor. */
  InputReader reader() {
    return new ImageReader(settings, limits, 1);
  }
}
