package io.engram.transformers.image;

import java.io.Serializable;
import java.util.List;

/**
 * How an image becomes what an encoder takes, in this order: its channels, resized, the middle cut
 * out, rescaled and normalised: {@code (value * factor - mean) / deviation} for each value of 0 to
 * 255. The last two are folded into the encoder's weights; an {@link
 * io.engram.transformers.input.InputReader} stops at 8 bit values.
 *
 * @param size what comes out
 * @param channels 1 (grey) or 3 (red, green, blue)
 * @param resize to which size an image is resized first
 * @param centerCrop whether {@code size} is then cut out of the middle, after filling up with 0
 *     what is smaller; else the image has that size already
 * @param factor of every value; 1 when values are not rescaled
 * @param mean of each channel; 0 when values are not normalised
 * @param deviation of each channel; 1 when values are not normalised
 */
public record ImageSettings(
    PixelSize size,
    int channels,
    Resize resize,
    boolean centerCrop,
    double factor,
    List<Double> mean,
    List<Double> deviation)
    implements Serializable {

  public ImageSettings {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException(
          "images have 1 channel (grey) or 3 (red, green, blue), got " + channels);
    }
    if (mean.size() != channels || deviation.size() != channels) {
      throw new IllegalArgumentException(
          "an image of "
              + channels
              + (channels == 1 ? " channel" : " channels")
              + " needs a mean and a deviation for each, got "
              + mean
              + " and "
              + deviation);
    }
    if (!(factor > 0) || Double.isInfinite(factor)) {
      throw new IllegalArgumentException("rescale factor should be greater than 0, is " + factor);
    }
    if (!mean.stream().allMatch(Double::isFinite)
        || !deviation.stream().allMatch(d -> d > 0 && Double.isFinite(d))) {
      throw new IllegalArgumentException(
          "means should be numbers and deviations greater than 0, got "
              + mean
              + " and "
              + deviation);
    }
    if (!centerCrop && resize instanceof Resize.ShortestEdge shortest) {
      throw new IllegalArgumentException(
          "resizing the shortest edge to "
              + shortest.edge()
              + " without a centre crop gives images of many sizes, an encoder takes one; give"
              + " height and width, or a centre crop");
    }
    if (!centerCrop && resize instanceof Resize.Exact exact && !exact.size().equals(size)) {
      throw new IllegalArgumentException(
          "images resized to " + exact.size() + " pixels do not have " + size);
    }
  }
}
