package io.engram.adapters.pretraining;

import io.engram.transformers.input.Pixels;
import java.util.SplittableRandom;

/**
 * What is changed at random in a picture before a training step sees it: an affine map drawn
 * uniformly, then random erasing (Zhong et al. 2020).
 *
 * @param shift in each direction at most, as a share of the edge, in [0, 1)
 * @param scale sizes are drawn from {@code 1 - scale} to {@code 1 + scale}, in [0, 1)
 * @param rotateDegrees to either side at most, in [0, 180]
 * @param shear tangent of the angle to either side at most, in [0, 1)
 * @param flip probability of a mirrored picture, left to right
 * @param erase probability of an erased rectangle
 * @param eraseArea share of the picture that it covers at most, in [0, 1)
 */
public record Augmentation(
    double shift,
    double scale,
    double rotateDegrees,
    double shear,
    double flip,
    double erase,
    double eraseArea) {

  /** Changes nothing. */
  public static final Augmentation NONE = new Augmentation(0, 0, 0, 0, 0, 0, 0);

  /** What was measured to work for sketches. */
  public static final Augmentation DEFAULT = new Augmentation(0.1, 0.2, 15, 0.15, 0.5, 0.25, 0.2);

  public Augmentation {
    share("shift", shift);
    share("scale", scale);
    share("shear", shear);
    share("erase area", eraseArea);
    probability("flip", flip);
    probability("erase", erase);
    if (!(rotateDegrees >= 0 && rotateDegrees <= 180)) {
      throw new IllegalArgumentException("rotation should be 0 to 180, is " + rotateDegrees);
    }
  }

  private static void share(String name, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(name + " should be from 0 and below 1, is " + value);
    }
  }

  private static void probability(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " should be a probability, is " + value);
    }
  }

  /**
   * A new picture of the same size, a function of the picture and the seed.
   *
   * @param seed of this picture in this epoch
   */
  public Pixels apply(Pixels picture, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    AffineMap map =
        AffineMap.of(
            picture,
            new AffineMap.Change(
                uniform(random, shift),
                uniform(random, shift),
                1 + uniform(random, scale),
                Math.toRadians(uniform(random, rotateDegrees)),
                uniform(random, shear),
                random.nextDouble() < flip));
    Pixels mapped = map.apply(picture);
    return random.nextDouble() < erase
        ? Erasing.rectangle(mapped, eraseArea * random.nextDouble(), random)
        : mapped;
  }

  private static double uniform(SplittableRandom random, double limit) {
    return (2 * random.nextDouble() - 1) * limit;
  }
}
