package io.engram.transformers.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LongTextTest {

  @Property
  void whatReachesNativeCodeIsAlwaysEncodable(@ForAll char[] characters)
      throws CharacterCodingException {
    String mended = LongText.wellFormed(new String(characters));
    StandardCharsets.UTF_8.newEncoder().encode(java.nio.CharBuffer.wrap(mended));
    assertThat(mended).hasSize(characters.length);
  }

  @Test
  void wellFormedTextIsLeftAsItIs() {
    String text = "a😀\ufffd";
    assertThat(LongText.wellFormed(text)).isSameAs(text);
    assertThat(LongText.wellFormed("\udc00\ud83d\ude00\ud800x\ud800"))
        .isEqualTo("\ufffd\ud83d\ude00\ufffdx\ufffd");
  }

  @Test
  void aLongTextIsCutBehindAWordOnceItHasEnoughTokens() {
    String text = "word ".repeat(10_000);
    LongText bounded = LongText.bounded(text, 100, beginning -> beginning.length() > 3_000);
    assertThat(bounded.cut()).isFalse();
    assertThat(bounded.text()).endsWith(" word").hasSizeBetween(3_001, 20_000);
    assertThat(text).startsWith(bounded.text());
  }

  @Test
  void aWordIsNeverCutWhileTheTextIsShorterThanTheLimit() {
    List<String> tried = new ArrayList<>();
    String text = "x".repeat(200_000) + " y";
    LongText bounded =
        LongText.bounded(
            text,
            16,
            beginning -> {
              tried.add(beginning);
              return false;
            });
    assertThat(tried).allSatisfy(beginning -> assertThat(beginning).hasSize(200_000));
    assertThat(bounded).isEqualTo(new LongText(text, false));
  }

  @Test
  void beyondTheLimitTheTextIsCutBetweenCodePointsAndSaysSo() {
    String text = "x" + "😀".repeat(LongText.MAX_CHARACTERS);
    LongText bounded = LongText.bounded(text, 16, beginning -> false);
    assertThat(bounded.cut()).isTrue();
    assertThat(bounded.text()).hasSize(LongText.MAX_CHARACTERS - 1).doesNotContain("\ufffd");
  }
}
