package io.engram.consolidation.task;

/**
 * A seeded 64-bit hash of text that is the same in every JVM and every run (FNV-1a over the UTF-16
 * code units with the finaliser of SplitMix64). Not cryptographic.
 */
public final class StableHash {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private StableHash() {}

  /** Hash of a text under a seed. */
  public static long of(CharSequence text, long seed) {
    long hash = FNV_OFFSET ^ mix(seed);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      hash = (hash ^ (c & 0xff)) * FNV_PRIME;
      hash = (hash ^ (c >>> 8)) * FNV_PRIME;
    }
    return mix(hash);
  }

  /** Hash of a text as a number in [0, 1). */
  public static double unit(CharSequence text, long seed) {
    return (of(text, seed) >>> 11) * 0x1.0p-53;
  }

  private static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
