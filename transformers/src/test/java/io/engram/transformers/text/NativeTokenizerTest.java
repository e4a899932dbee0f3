package io.engram.transformers.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.transformers.input.TokenIds;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NativeTokenizerTest {
  private static final String MINILM = "/all-minilm-l6-v2-tokenizer.json";
  private static final String BPE = "/tokenizer/tiny-bpe-tokenizer.json";

  @ParameterizedTest
  @CsvSource({
    MINILM + ", " + TokenizerGoldens.WORD_PIECE + ", 2000",
    BPE + ", " + TokenizerGoldens.TINY_BPE + ", 400"
  })
  void idsEqualThePythonLibraryIdById(String definition, String goldens, int count) {
    assertThat(TokenizerGoldens.cases(goldens)).hasSize(count);
    assertThat(TokenizerGoldens.differences(goldens, length -> open(definition, length))).isEmpty();
  }

  @Test
  void aTextOfFiveMegabytesIsTokenisedFromItsBeginning() {
    try (Tokenizer tokenizer = open(MINILM, 128)) {
      String sentence = "the bank transfer didn't arrive yet, what is wrong? ";
      TokenIds few = tokenizer.tokenize(sentence.repeat(200), null);
      TokenIds many = tokenizer.tokenize(sentence.repeat(100_000), null);
      assertThat(many.ids()).isEqualTo(few.ids()).hasSize(128);
      assertThat(many.truncated()).isTrue();
    }
  }

  @Test
  void wordsBehindManyCharactersWithoutTokensAreFound() {
    try (Tokenizer tokenizer = open(MINILM, 16)) {
      TokenIds tokens = tokenizer.tokenize(" ".repeat(200_000) + "animal", null);
      assertThat(tokens.ids()).isEqualTo(tokenizer.tokenize("animal", null).ids());
      assertThat(tokens.truncated()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "中", "\ud800"})
  void fiveMillionCharactersOfOneKindAreBoundedAndCountAsTruncated(String character) {
    try (Tokenizer wordPiece = open(MINILM, 128);
        Tokenizer bytes = open(BPE, 128)) {
      String huge = character.repeat(5_000_000);
      assertThat(wordPiece.tokenize(huge, null).truncated()).isTrue();
      assertThat(bytes.tokenize("what is", huge).length()).isLessThanOrEqualTo(128);
    }
  }

  @Test
  void aPairOfTwoTextsWithoutWhiteSpaceIsBounded() {
    try (Tokenizer tokenizer = open(MINILM, 127)) {
      String huge = "中".repeat(20_000);
      TokenIds tokens = tokenizer.tokenize(huge, huge + "文");
      assertThat(tokens.length()).isEqualTo(127);
      assertThat(IntStream.of(tokens.typeIds()).sum()).isEqualTo(63);
    }
  }

  @Test
  void theTextIsTruncatedOnlyWhenATokenIsLost() {
    try (Tokenizer tokenizer = open(MINILM, 6)) {
      assertThat(tokenizer.tokenize("a a a a", null).truncated()).isFalse();
      assertThat(tokenizer.tokenize("a a a a a", null).truncated()).isTrue();
      assertThat(tokenizer.tokenize("a a a a a", null).length()).isEqualTo(6);
      assertThat(tokenizer.tokenize("a", "a a").truncated()).isFalse();
      assertThat(tokenizer.tokenize("a", "a a a").truncated()).isTrue();
    }
  }

  @Test
  void segmentsCanBeLeftOut() {
    try (NativeTokenizer tokenizer = NativeTokenizer.of(MINILM, bytes(MINILM), 16, false)) {
      assertThat(tokenizer.tokenize("a", "b").typeIds()).containsOnly(0);
    }
    try (Tokenizer tokenizer = open(MINILM, 16)) {
      assertThat(tokenizer.tokenize("a", "b").typeIds()).containsExactly(0, 0, 0, 1, 1);
    }
  }

  @Test
  void thePrefixComesBeforeTheFirstTextOnly() {
    try (Tokenizer plain = open(MINILM, 32);
        Tokenizer prefixed = new PrefixedTokenizer("query: ", plain)) {
      assertThat(prefixed.tokenize("a", "b").ids())
          .isEqualTo(plain.tokenize("query: a", "b").ids());
    }
  }

  @Test
  void severalThreadsGetTheSameIdsAsOne() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (Tokenizer tokenizer = open(MINILM, 32)) {
      List<Future<TokenIds>> results = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        String text = "transfer number " + i;
        results.add(threads.submit(() -> tokenizer.tokenize(text, null)));
      }
      for (int i = 0; i < results.size(); i++) {
        assertThat(results.get(i).get().ids())
            .isEqualTo(tokenizer.tokenize("transfer number " + i, null).ids());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aClosedTokenizerSaysSoInsteadOfCrashing() {
    Tokenizer tokenizer = open(MINILM, 32);
    tokenizer.close();
    tokenizer.close();
    assertThatThrownBy(() -> tokenizer.tokenize("a", null)).hasMessageContaining("closed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{}", "[]", "not json", "{\"model\":{\"type\":\"Other\"}}"})
  void aFileThatIsNoTokenizerIsNamed(String json) {
    assertThatThrownBy(
            () ->
                NativeTokenizer.of(
                    "some/tokenizer.json", json.getBytes(StandardCharsets.UTF_8), 16, true))
        .isInstanceOf(TokenizerDefinitionException.class)
        .hasMessageContaining("some/tokenizer.json");
  }

  private static Tokenizer open(String resource, int maxLength) {
    return NativeTokenizer.of(resource, bytes(resource), maxLength, true);
  }

  private static byte[] bytes(String resource) {
    try (InputStream in = NativeTokenizerTest.class.getResourceAsStream(resource)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
