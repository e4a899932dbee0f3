package io.engram.transformers.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import io.engram.transformers.input.TokenIds;
import io.engram.transformers.runtime.NativeLibraries;
import io.engram.transformers.runtime.UseLock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Hugging Face's own tokenizer (native code) over a {@code tokenizer.json}. Truncation and padding
 * of the definition are overridden.
 *
 * <p>Truncation is done here, because the native library builds every overflowing window, for a
 * pair of long texts every combination of two: gigabytes for one row.
 *
 * <p>Guarantees of {@link Tokenizer}: (1) ids are those of the native library, which Python uses
 * too; an unpaired surrogate counts as U+FFFD. (2) Padding is off; a text is truncated exactly when
 * its tokens exceed the maximum. A long text is cut before it reaches native code, at white space
 * behind the last token that can matter, so the result is the same; beyond {@value
 * LongText#MAX_CHARACTERS} characters it is cut in any case and counts as truncated. (3) Native
 * code only reads; {@link #close()} waits for running calls.
 */
public final class NativeTokenizer implements Tokenizer {
  /** Smallest maximum length: the four special tokens of a RoBERTa pair and one token each. */
  public static final int MIN_LENGTH = 6;

  static {
    // The library reports its use and looks for downloads unless told to stay offline.
    System.setProperty("ai.djl.offline", "true");
  }

  private final HuggingFaceTokenizer tokenizer;
  private final long handle;
  private final int maxLength;
  private final boolean segments;
  private final UseLock lock = new UseLock("the tokenizer");

  private NativeTokenizer(HuggingFaceTokenizer tokenizer, int maxLength, boolean segments) {
    this.tokenizer = tokenizer;
    this.handle = tokenizer.getHandle();
    this.maxLength = maxLength;
    this.segments = segments;
  }

  /**
   * Reads a definition from a file.
   *
   * @param maxLength longest result in tokens, at least {@value #MIN_LENGTH}
   * @param segments whether the second text of a pair keeps its type id; false makes all 0, for
   *     encoders with fewer than two token types
   * @throws TokenizerDefinitionException when the file is not there or no tokenizer
   */
  public static NativeTokenizer open(Path definition, int maxLength, boolean segments) {
    try {
      return of(definition.toString(), Files.readAllBytes(definition), maxLength, segments);
    } catch (IOException e) {
      throw new TokenizerDefinitionException(definition + ": cannot be read: " + e, e);
    }
  }

  /**
   * Reads a definition that is already in memory.
   *
   * @param name what the bytes are, for messages
   */
  public static NativeTokenizer of(
      String name, byte[] definition, int maxLength, boolean segments) {
    if (maxLength < MIN_LENGTH) {
      throw new IllegalArgumentException(
          "maximum length should be at least " + MIN_LENGTH + " tokens, is " + maxLength);
    }
    String length = Integer.toString(maxLength);
    Map<String, String> options =
        Map.of(
            "truncation",
            "true",
            "padding",
            "false",
            "maxLength",
            length,
            "modelMaxLength",
            length);
    NativeLibraries.requireTokenizers();
    try {
      HuggingFaceTokenizer tokenizer =
          HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(definition), options);
      TokenizersLibrary.LIB.disableTruncation(tokenizer.getHandle());
      TokenizersLibrary.LIB.disablePadding(tokenizer.getHandle());
      return new NativeTokenizer(tokenizer, maxLength, segments);
    } catch (IOException | RuntimeException e) {
      throw new TokenizerDefinitionException(
          name + ": not a tokenizer definition (tokenizer.json): " + e.getMessage(), e);
    }
  }

  @Override
  public TokenIds tokenize(String text, String pair) {
    return lock.use(() -> encoded(text, pair));
  }

  private TokenIds encoded(String text, String pair) {
    LongText first = LongText.bounded(text, maxLength, this::exceeds);
    if (pair == null) {
      return read(TokenizersLibrary.LIB.encode(handle, first.text(), true), first.cut());
    }
    LongText second = LongText.bounded(pair, maxLength, this::exceeds);
    long encoding = TokenizersLibrary.LIB.encodeDual(handle, first.text(), second.text(), true);
    return read(encoding, first.cut() || second.cut());
  }

  private boolean exceeds(String text) {
    long encoding = TokenizersLibrary.LIB.encode(handle, text, false);
    try {
      return TokenizersLibrary.LIB.getTokenIds(encoding).length > maxLength;
    } finally {
      TokenizersLibrary.LIB.deleteEncoding(encoding);
    }
  }

  private TokenIds read(long encoding, boolean cut) {
    try {
      int[] ids = narrow(TokenizersLibrary.LIB.getTokenIds(encoding));
      int[] types =
          segments ? narrow(TokenizersLibrary.LIB.getTypeIds(encoding)) : new int[ids.length];
      if (ids.length <= maxLength) {
        return new TokenIds(ids, types, cut);
      }
      int[] kept = LongestFirst.kept(TokenizersLibrary.LIB.getSequenceIds(encoding), maxLength);
      return new TokenIds(select(ids, kept), select(types, kept), true);
    } finally {
      TokenizersLibrary.LIB.deleteEncoding(encoding);
    }
  }

  private static int[] select(int[] values, int[] positions) {
    int[] result = new int[positions.length];
    for (int i = 0; i < positions.length; i++) {
      result[i] = values[positions[i]];
    }
    return result;
  }

  private static int[] narrow(long[] values) {
    int[] result = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = (int) values[i];
    }
    return result;
  }

  @Override
  public int maxLength() {
    return maxLength;
  }

  @Override
  public void close() {
    lock.close(tokenizer::close);
  }
}
