package io.engram.transformers.text;

import java.util.stream.IntStream;

/**
 * Which tokens stay when a text or a pair has too many, by the rule Hugging Face calls "longest
 * first": special tokens stay, a text no longer than half of the room keeps all its tokens, two
 * longer ones share the room, and an odd token goes to the longer text (the second of two equals).
 * Of two texts that were both cut before they were tokenised, many times too long, it is the one
 * with more tokens among those that were looked at.
 */
final class LongestFirst {
  private LongestFirst() {}

  /**
   * @param sequences text of each token, 0 or 1; anything else is a special token
   * @return positions of the tokens that stay, ascending, {@code maxLength} of them
   */
  static int[] kept(long[] sequences, int maxLength) {
    int first = count(sequences, 0);
    int second = count(sequences, 1);
    int room = maxLength - (sequences.length - first - second);
    int shorter = Math.min(Math.min(first, second), room / 2);
    boolean firstIsLonger = first > second;
    int[] left = {
      firstIsLonger ? room - shorter : shorter, firstIsLonger ? shorter : room - shorter
    };
    return IntStream.range(0, sequences.length)
        .filter(i -> isSpecial(sequences[i]) || left[(int) sequences[i]]-- > 0)
        .toArray();
  }

  private static int count(long[] sequences, int sequence) {
    return (int) IntStream.range(0, sequences.length).filter(i -> sequences[i] == sequence).count();
  }

  private static boolean isSpecial(long sequence) {
    return sequence != 0 && sequence != 1;
  }
}
