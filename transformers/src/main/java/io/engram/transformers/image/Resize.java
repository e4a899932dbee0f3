package io.engram.transformers.image;

import java.io.Serializable;

/** To which size an image is resized. */
public sealed interface Resize extends Serializable {

  /** Size that an image of a given size gets. */
  PixelSize of(PixelSize image);

  /** The image is left as it is. */
  record None() implements Resize {
    @Override
    public PixelSize of(PixelSize image) {
      return image;
    }
  }

  /** To one size, whatever the image's proportions. */
  record Exact(PixelSize size, Resampling resampling) implements Resize {
    @Override
    public PixelSize of(PixelSize image) {
      return size;
    }
  }

  /**
   * So that the shorter edge gets a length and the proportions stay; the longer edge is rounded
   * down, as transformers does it.
   *
   * @param edge length in pixels of the shorter edge
   */
  record ShortestEdge(int edge, Resampling resampling) implements Resize {
    public ShortestEdge {
      if (edge < 1) {
        throw new IllegalArgumentException("shortest edge should be from 1 pixel, is " + edge);
      }
    }

    @Override
    public PixelSize of(PixelSize image) {
      boolean tall = image.width() <= image.height();
      long shorter = Math.min(image.height(), image.width());
      long longer = Math.max(image.height(), image.width());
      int other = (int) Math.min(Integer.MAX_VALUE, edge * longer / shorter);
      return tall ? new PixelSize(other, edge) : new PixelSize(edge, other);
    }
  }
}
