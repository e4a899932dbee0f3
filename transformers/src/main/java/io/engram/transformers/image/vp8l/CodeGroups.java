package io.engram.transformers.image.vp8l;

import java.io.IOException;
import java.util.Arrays;

/**
 * The prefix codes of an image: one group for each number that the entropy image has (section
 * 3.7.2.2). A tile can name the last of 65,536 groups in a picture of a few pixels, and each may
 * have tables of 10 KB: groups that no tile names are read over; of the others no more are kept
 * than fit {@link #mostBytes}, and read again when they are needed.
 */
final class CodeGroups {
  /** Whatever the image's size. */
  private static final int FEW_BYTES = 2 << 20;

  private static final int BYTES_A_PIXEL = 2;

  private final BitReader in;
  private final Tiles tiles;
  private final int greens;
  private final Runnable everyGroup;
  private final CodeLengths lengths;
  private final int mostBytes;

  /** Of each group that is named: the bit where it begins. */
  private long[] starts;

  /** Null for a group that has to be read again. */
  private CodeGroup[] kept;

  private int bytes;

  private CodeGroups(BitReader in, Tiles tiles, int greens, int pixels, Runnable everyGroup) {
    this.in = in;
    this.tiles = tiles;
    this.greens = greens;
    this.everyGroup = everyGroup;
    lengths = new CodeLengths(greens);
    mostBytes = Math.max(FEW_BYTES, BYTES_A_PIXEL * pixels);
  }

  /**
   * Reads all groups.
   *
   * @param tiles numbers of groups; are changed
   * @param greens symbols of the first code of a group
   * @param pixels of the image
   * @param everyGroup is run before each one is read; what it throws ends the reading
   * @throws IOException when the data end early or a code is none
   */
  static CodeGroups read(BitReader in, Tiles tiles, int greens, int pixels, Runnable everyGroup)
      throws IOException {
    CodeGroups groups = new CodeGroups(in, tiles, greens, pixels, everyGroup);
    groups.readAll(ranks(tiles.values()));
    return groups;
  }

  /**
   * Replaces numbers of groups by their ranks among those that occur.
   *
   * @return the rank of each number plus 1, or 0 where it does not occur
   */
  private static int[] ranks(int[] numbers) {
    int last = 0;
    for (int number : numbers) {
      last = Math.max(last, number);
    }
    int[] ranks = new int[last + 1];
    for (int number : numbers) {
      ranks[number] = 1;
    }
    int named = 0;
    for (int number = 0; number <= last; number++) {
      ranks[number] = ranks[number] > 0 ? ++named : 0;
    }
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = ranks[numbers[i]] - 1;
    }
    return ranks;
  }

  private void readAll(int[] ranks) throws IOException {
    int named = Arrays.stream(ranks).max().orElse(0);
    starts = new long[named];
    kept = new CodeGroup[named];
    for (int rank : ranks) {
      everyGroup.run();
      if (rank > 0) {
        starts[rank - 1] = in.position();
      }
      if (rank > 0 && bytes < mostBytes) {
        keep(rank - 1, in);
      } else {
        CodeGroup.skip(in, lengths, greens);
      }
    }
  }

  private CodeGroup keep(int rank, BitReader from) throws IOException {
    CodeGroup group = CodeGroup.read(from, lengths, greens);
    bytes += group.bytes();
    kept[rank] = group;
    return group;
  }

  /** The codes of a pixel. */
  CodeGroup at(int x, int y) throws IOException {
    int rank = tiles.at(x, y);
    CodeGroup group = kept[rank];
    return group != null ? group : again(rank);
  }

  private CodeGroup again(int rank) throws IOException {
    everyGroup.run();
    if (bytes >= mostBytes) {
      Arrays.fill(kept, null);
      bytes = 0;
    }
    return keep(rank, in.from(starts[rank]));
  }

  /** Up to which column the pixels of a row have the same codes. */
  int end(int x) {
    return tiles.end(x);
  }
}
