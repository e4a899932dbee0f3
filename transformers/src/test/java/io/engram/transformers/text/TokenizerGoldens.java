package io.engram.transformers.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.engram.transformers.input.TokenIds;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.zip.GZIPInputStream;

/** Nasty strings and their token ids, made by src/test/python/golden_tokens.py. */
public final class TokenizerGoldens {
  /** 2,000 cases of MiniLM's WordPiece definition. */
  public static final String WORD_PIECE = "/tokenizer/wordpiece-golden.json.gz";

  /** 400 cases of {@code /tokenizer/tiny-bpe-tokenizer.json}. */
  public static final String TINY_BPE = "/tokenizer/tiny-bpe-golden.json.gz";

  private TokenizerGoldens() {}

  /** One case. */
  public record Case(String text, String pair, int maxLength, TokenIds expected) {}

  /** Cases in which a tokenizer differs, described; {@code open} makes one of a maximum length. */
  public static List<String> differences(String goldens, IntFunction<Tokenizer> open) {
    Map<Integer, Tokenizer> tokenizers = new HashMap<>();
    List<String> differences = new ArrayList<>();
    for (Case golden : cases(goldens)) {
      Tokenizer tokenizer =
          tokenizers.computeIfAbsent(golden.maxLength(), length -> open.apply(length));
      String actual = describe(tokenizer.tokenize(golden.text(), golden.pair()));
      if (!actual.equals(describe(golden.expected()))) {
        differences.add(
            golden.text()
                + "\n pair "
                + golden.pair()
                + "\n expected "
                + describe(golden.expected())
                + "\n actual   "
                + actual);
      }
    }
    tokenizers.values().forEach(Tokenizer::close);
    return differences;
  }

  /** All cases of a file. */
  public static List<Case> cases(String resource) {
    List<Case> cases = new ArrayList<>();
    try (InputStream in =
        new GZIPInputStream(TokenizerGoldens.class.getResourceAsStream(resource))) {
      for (JsonNode line : new ObjectMapper().readTree(in)) {
        cases.add(
            new Case(
                line.get(0).asText(),
                line.get(1).isNull() ? null : line.get(1).asText(),
                line.get(2).asInt(),
                new TokenIds(ints(line.get(3)), ints(line.get(4)), line.get(5).asBoolean())));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return cases;
  }

  private static int[] ints(JsonNode array) {
    int[] values = new int[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).asInt();
    }
    return values;
  }

  private static String describe(TokenIds tokens) {
    return Arrays.toString(tokens.ids()) + Arrays.toString(tokens.typeIds()) + tokens.truncated();
  }
}
