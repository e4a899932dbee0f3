package io.engram.consolidation.store;

/**
 * How long the rigs of this package run: a short form in the build, the full counts with {@code
 * -Dengram.soak=1}, a multiple of them with a larger number.
 */
public final class Soak {
  private static final int TIMES = Integer.getInteger("engram.soak", 0);

  private Soak() {}

  public static boolean full() {
    return TIMES > 0;
  }

  public static int count(int inBuild, int full) {
    return full() ? Math.multiplyExact(full, TIMES) : inBuild;
  }
}
