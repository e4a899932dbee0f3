package io.engram.transformers.text;

import java.util.function.Predicate;

/**
 * A text made safe for native code: well-formed, and no longer than its first tokens need.
 *
 * @param text what to tokenise
 * @param cut whether something was cut that might have mattered
 */
record LongText(String text, boolean cut) {
  /** Characters of one text that are looked at, whatever it holds. */
  static final int MAX_CHARACTERS = 1 << 18;

  private static final int MIN_CHARACTERS = 2048;
  private static final int CHARACTERS_PER_TOKEN = 16;
  private static final int GROWTH = 4;

  /**
   * The shortest tried beginning of a text that alone has too many tokens; the text itself when it
   * is short or has no white space to cut at.
   *
   * @param maxTokens more tokens than this have no effect
   * @param exceeds whether a text has more than {@code maxTokens} tokens
   */
  static LongText bounded(String text, int maxTokens, Predicate<String> exceeds) {
    long characters = Math.max(MIN_CHARACTERS, (long) maxTokens * CHARACTERS_PER_TOKEN);
    while (characters < Math.min(text.length(), MAX_CHARACTERS)) {
      int end = wordEnd(text, (int) characters);
      if (end < text.length()) {
        String beginning = wellFormed(text.substring(0, end));
        if (exceeds.test(beginning)) {
          return new LongText(beginning, false);
        }
      }
      characters = Math.max(end, characters) * GROWTH;
    }
    if (text.length() <= MAX_CHARACTERS) {
      return new LongText(wellFormed(text), false);
    }
    boolean splits = Character.isLowSurrogate(text.charAt(MAX_CHARACTERS));
    String looked = text.substring(0, splits ? MAX_CHARACTERS - 1 : MAX_CHARACTERS);
    return new LongText(wellFormed(looked), true);
  }

  /**
   * Where to cut, near {@code limit}: no token reaches from a word into the white space behind it,
   * so what is left of it is tokenised as in the whole. The text's length when there is no such
   * place.
   */
  private static int wordEnd(String text, int limit) {
    for (int i = limit; i > limit / 2; i--) {
      if (endsWord(text, i)) {
        return i;
      }
    }
    for (int i = limit + 1; i < Math.min(text.length(), MAX_CHARACTERS); i++) {
      if (endsWord(text, i)) {
        return i;
      }
    }
    return text.length();
  }

  private static boolean endsWord(String text, int index) {
    char next = text.charAt(index);
    char last = text.charAt(index - 1);
    return (next == ' ' || next == '\n') && last > ' ' && !Character.isWhitespace(last);
  }

  /** Replaces unpaired surrogates, which have no UTF-8, by U+FFFD. */
  static String wellFormed(String text) {
    int first = nextUnpaired(text, 0);
    if (first < 0) {
      return text;
    }
    StringBuilder mended = new StringBuilder(text);
    for (int i = first; i >= 0; i = nextUnpaired(text, i + 1)) {
      mended.setCharAt(i, '\ufffd');
    }
    return mended.toString();
  }

  private static int nextUnpaired(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return i;
      }
    }
    return -1;
  }
}
