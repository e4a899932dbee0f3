package io.engram.transformers.image;

import java.util.ArrayList;
import java.util.List;

/** The parts of a file that a decoder needs; what is left out is not copied. */
final class Parts {
  private final byte[] file;
  private final List<int[]> kept = new ArrayList<>();
  private int length;

  Parts(byte[] file) {
    this.file = file;
  }

  /** Goes on where the last part ended, or leaves out what is between. */
  void keep(int from, int to) {
    length += to - from;
    int[] last = kept.isEmpty() ? null : kept.get(kept.size() - 1);
    if (last != null && last[1] == from) {
      last[1] = to;
    } else {
      kept.add(new int[] {from, to});
    }
  }

  byte[] joined() {
    if (length == file.length) {
      return file;
    }
    byte[] joined = new byte[length];
    int at = 0;
    for (int[] part : kept) {
      System.arraycopy(file, part[0], joined, at, part[1] - part[0]);
      at += part[1] - part[0];
    }
    return joined;
  }
}
