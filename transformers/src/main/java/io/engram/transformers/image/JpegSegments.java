package io.engram.transformers.image;

import io.engram.transformers.input.UnreadableInputException;

/**
 * The segments of a JPEG up to its end marker, walked without decoding.
 *
 * @param essential frame, tables and scans, without application data and comments
 * @param components their identifiers, a character each
 * @param jfif whether it says that it is JFIF
 * @param adobeTransform what Adobe's marker says of the colours (0, 1, 2), -1 without one
 */
record JpegSegments(
    byte[] essential,
    int width,
    int height,
    String components,
    boolean jfif,
    int adobeTransform,
    Orientation orientation) {

  private static final int SOF0 = 0xc0;
  private static final int SOF2 = 0xc2;
  private static final int DHT = 0xc4;
  private static final int JPG = 0xc8;
  private static final int DAC = 0xcc;
  private static final int SOF15 = 0xcf;
  private static final int RST0 = 0xd0;
  private static final int RST7 = 0xd7;
  private static final int SOI = 0xd8;
  private static final int EOI = 0xd9;
  private static final int SOS = 0xda;
  private static final int APP0 = 0xe0;
  private static final int APP1 = 0xe1;
  private static final int APP14 = 0xee;
  private static final int APP15 = 0xef;
  private static final int COM = 0xfe;
  private static final int TEM = 0x01;

  /** A block of 64 samples takes a bit at least. */
  private static final int SAMPLES_A_BYTE = 64 * 8;

  static JpegSegments walk(byte[] bytes, ImageLimits limits) {
    return new Walk(bytes, limits).segments();
  }

  private static final class Walk {
    private final Bytes in;
    private final ImageLimits limits;
    private final Parts kept;
    private int at = 2;
    private int width;
    private int height;
    private String components;
    private boolean jfif;
    private int adobe = -1;
    private Orientation orientation;
    private long scanBytes;

    Walk(byte[] bytes, ImageLimits limits) {
      this.in = Bytes.bigEndian(bytes);
      this.limits = limits;
      this.kept = new Parts(bytes);
    }

    JpegSegments segments() {
      kept.keep(0, 2);
      while (true) {
        int marker = nextMarker();
        if (marker == EOI) {
          break;
        }
        if (marker == SOI || marker == TEM || marker >= RST0 && marker <= RST7) {
          continue;
        }
        segment(marker);
      }
      if (components == null || scanBytes == 0) {
        throw new UnreadableInputException("the JPEG ends before its picture begins");
      }
      if ((long) width * height / SAMPLES_A_BYTE > scanBytes) {
        throw new UnreadableInputException(
            "the JPEG says that it has %d x %d pixels but holds only %d bytes of them"
                .formatted(width, height, scanBytes));
      }
      kept.keep(at - 2, at);
      return new JpegSegments(
          kept.joined(),
          width,
          height,
          components,
          jfif,
          adobe,
          orientation == null ? Orientation.UPRIGHT : orientation);
    }

    /** Bytes between segments are skipped, as decoders do. */
    private int nextMarker() {
      while (true) {
        while (byteAt(at) != 0xff) {
          at++;
        }
        while (byteAt(at) == 0xff) {
          at++;
        }
        int marker = byteAt(at++);
        if (marker != 0) {
          return marker;
        }
      }
    }

    private void segment(int marker) {
      int start = at;
      int length = byteAt(at) << 8 | byteAt(at + 1);
      if (length < 2) {
        throw new UnreadableInputException(
            "the JPEG is damaged: a segment at byte %d says that it has %d bytes"
                .formatted(start, length));
      }
      byteAt(start + length - 1);
      at = start + length;
      if (marker == APP0) {
        jfif |= ImageFormat.starts(in.array(), start + 2, "JFIF\0");
      } else if (marker == APP1) {
        if (orientation == null && ImageFormat.starts(in.array(), start + 2, "Exif\0\0")) {
          orientation = Exif.orientation(in.array(), start + 8, length - 8);
        }
      } else if (marker == APP14) {
        if (length >= 14 && ImageFormat.starts(in.array(), start + 2, "Adobe")) {
          adobe = byteAt(start + 13);
        }
      } else if (!(marker > APP1 && marker <= APP15 || marker == COM)) {
        if (marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != JPG && marker != DAC) {
          frame(marker, start);
        }
        if (marker == SOS) {
          scan();
        }
        kept.keep(start - 2, at);
      }
    }

    private void frame(int marker, int start) {
      if (marker > SOF2) {
        String kind = marker >= 0xc9 ? "arithmetic coding" : "a lossless or hierarchical frame";
        throw new UnreadableInputException(
            "the JPEG uses %s (marker %02X), which is not read; save it as a baseline JPEG"
                .formatted(kind, marker));
      }
      if (components != null) {
        throw new UnreadableInputException("the JPEG is damaged: it has more than one frame");
      }
      int bits = byteAt(start + 2);
      if (bits != 8) {
        throw new UnreadableInputException(
            "the JPEG has %d bits a sample, which is not read; save it with 8".formatted(bits));
      }
      height = in.unsignedShort(start + 3);
      width = in.unsignedShort(start + 5);
      limits.requireSize("the JPEG", width, height);
      int count = byteAt(start + 7);
      if (count != 1 && count != 3 && count != 4) {
        throw new UnreadableInputException(
            "the JPEG has %d components, which is not read; 1, 3 and 4 are".formatted(count));
      }
      StringBuilder names = new StringBuilder();
      for (int i = 0; i < count; i++) {
        names.append((char) byteAt(start + 8 + 3 * i));
      }
      components = names.toString();
    }

    /** Goes on to the marker that ends the scan's coded data. */
    private void scan() {
      byte[] all = in.array();
      int start = at;
      while (at + 1 < all.length) {
        int next = all[at + 1] & 0xff;
        if (all[at] == (byte) 0xff && next != 0 && next != 0xff && (next < RST0 || next > RST7)) {
          scanBytes += at - start;
          return;
        }
        at++;
      }
      byteAt(all.length);
    }

    private int byteAt(int index) {
      if (index >= in.length()) {
        throw new UnreadableInputException(
            "the JPEG is cut off after %d bytes: it has no end marker".formatted(in.length()));
      }
      return in.array()[index] & 0xff;
    }
  }
}
