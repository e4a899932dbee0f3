package io.engram.transformers.image;

import java.util.Arrays;

/**
 * The parts of a file that a decoder needs; what is left out is not copied. Of a file in tiny
 * pieces the list of parts is shorter than the file itself.
 */
final class Parts {
  private final byte[] file;
  private int[] bounds = new int[16];
  private int used;
  private int length;

  Parts(byte[] file) {
    this.file = file;
  }

  /** Goes on where the last part ended, or leaves out what is between. */
  void keep(int from, int to) {
    length += to - from;
    if (used > 0 && bounds[used - 1] == from) {
      bounds[used - 1] = to;
      return;
    }
    if (used == bounds.length) {
      bounds = Arrays.copyOf(bounds, 2 * used);
    }
    bounds[used++] = from;
    bounds[used++] = to;
  }

  byte[] joined() {
    if (length == file.length) {
      return file;
    }
    byte[] joined = new byte[length];
    int at = 0;
    for (int part = 0; part < used; part += 2) {
      int bytes = bounds[part + 1] - bounds[part];
      System.arraycopy(file, bounds[part], joined, at, bytes);
      at += bytes;
    }
    return joined;
  }
}
