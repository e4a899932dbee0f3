package io.engram.transformers.image;

/** What the samples of a JPEG mean, by the rules that libjpeg and with it Pillow go by. */
enum JpegColours {
  GREY(1) {
    @Override
    Picture picture(byte[] samples, int height, int width) {
      return new Picture(samples, height, width, 1);
    }
  },
  RGB(3) {
    @Override
    Picture picture(byte[] samples, int height, int width) {
      return new Picture(samples, height, width, 3);
    }
  },
  YCC(3) {
    @Override
    Picture picture(byte[] samples, int height, int width) {
      for (int i = 0; i < samples.length; i += 3) {
        int luma = samples[i] & 0xff;
        int cb = samples[i + 1] & 0xff;
        int cr = samples[i + 2] & 0xff;
        samples[i] = clamped(luma + RED_OF_CR[cr]);
        samples[i + 1] = clamped(luma + (GREEN_OF_CB[cb] + GREEN_OF_CR[cr] >> 16));
        samples[i + 2] = clamped(luma + BLUE_OF_CB[cb]);
      }
      return new Picture(samples, height, width, 3);
    }
  },
  /** Stored inverted, as Adobe does; Pillow takes that for granted in every JPEG of four inks. */
  CMYK(4) {
    @Override
    Picture picture(byte[] samples, int height, int width) {
      byte[] colours = new byte[height * width * 3];
      for (int i = 0, j = 0; i < samples.length; i += 4, j += 3) {
        int light = samples[i + 3] & 0xff;
        for (int c = 0; c < 3; c++) {
          colours[j + c] = clamped(light - product(255 - (samples[i + c] & 0xff), light));
        }
      }
      return new Picture(colours, height, width, 3);
    }
  },
  /** Cyan, magenta and yellow coded as luma and chroma of their complements. */
  YCCK(4) {
    @Override
    Picture picture(byte[] samples, int height, int width) {
      for (int i = 0; i < samples.length; i += 4) {
        int luma = samples[i] & 0xff;
        int cb = samples[i + 1] & 0xff;
        int cr = samples[i + 2] & 0xff;
        samples[i] = clamped(255 - luma - RED_OF_CR[cr]);
        samples[i + 1] = clamped(255 - luma - (GREEN_OF_CB[cb] + GREEN_OF_CR[cr] >> 16));
        samples[i + 2] = clamped(255 - luma - BLUE_OF_CB[cb]);
      }
      return CMYK.picture(samples, height, width);
    }
  };

  private static final int[] RED_OF_CR = new int[256];
  private static final int[] BLUE_OF_CB = new int[256];
  private static final int[] GREEN_OF_CR = new int[256];
  private static final int[] GREEN_OF_CB = new int[256];

  static {
    // JFIF 1.02's equations in 16 fractional bits; one rounding term for green.
    int half = 1 << 15;
    for (int i = 0; i < 256; i++) {
      int chroma = i - 128;
      RED_OF_CR[i] = fixed(1.402) * chroma + half >> 16;
      BLUE_OF_CB[i] = fixed(1.772) * chroma + half >> 16;
      GREEN_OF_CR[i] = -fixed(0.71414) * chroma;
      GREEN_OF_CB[i] = -fixed(0.34414) * chroma + half;
    }
  }

  private final int components;

  JpegColours(int components) {
    this.components = components;
  }

  int components() {
    return components;
  }

  /**
   * @param samples as stored, packed; may be overwritten and kept
   */
  abstract Picture picture(byte[] samples, int height, int width);

  /** By the markers of JFIF and Adobe, else by the numbers of the components. */
  static JpegColours of(JpegSegments segments) {
    int adobe = segments.adobeTransform();
    return switch (segments.components().length()) {
      case 1 -> GREY;
      case 3 -> {
        if (segments.jfif() || adobe > 0) {
          yield YCC;
        }
        yield adobe == 0 || segments.components().equals("RGB") ? RGB : YCC;
      }
      default -> adobe > 0 ? YCCK : CMYK;
    };
  }

  private static int fixed(double value) {
    return (int) (value * 65536 + 0.5);
  }

  private static byte clamped(int value) {
    return (byte) (value < 0 ? 0 : Math.min(value, 255));
  }

  /** a * b / 255, rounded, without a division. */
  private static int product(int a, int b) {
    int scaled = a * b + 128;
    return (scaled >> 8) + scaled >> 8;
  }
}
