package io.engram.transformers.image;

/** Weight of a pixel by its distance, in pixels of the smaller of the two pictures. */
enum Kernel {
  /** A triangle. */
  BILINEAR(1) {
    @Override
    double at(double distance) {
      double x = Math.abs(distance);
      return x < 1 ? 1 - x : 0;
    }
  },
  /** Cubic convolution (Keys 1981) with a = -1/2. */
  BICUBIC(2) {
    @Override
    double at(double distance) {
      double a = -0.5;
      double x = Math.abs(distance);
      if (x < 1) {
        return ((a + 2) * x - (a + 3)) * x * x + 1;
      }
      return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
    }
  },
  /** A sinc in the window of a wider one. */
  LANCZOS(3) {
    @Override
    double at(double distance) {
      return -3 <= distance && distance < 3 ? sinc(distance) * sinc(distance / 3) : 0;
    }
  };

  private final double support;

  Kernel(double support) {
    this.support = support;
  }

  /** Distance from which on weights are 0. */
  double support() {
    return support;
  }

  abstract double at(double distance);

  private static double sinc(double x) {
    return x == 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI);
  }
}
