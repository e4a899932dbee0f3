package io.engram.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {

  @Test
  void numbersAreAlignedToTheRightAndTextToTheLeft() {
    TextTable table =
        new TextTable(
            List.of("task", "rows"), List.of(List.of("a", "1,200"), List.of("long name", "7")));
    assertThat(table.text()).isEqualTo("task        rows\na          1,200\nlong name      7");
  }

  @Test
  void unknownNumberKeepsItsColumnNumeric() {
    TextTable table = new TextTable(List.of("rows"), List.of(List.of("12"), List.of("-")));
    assertThat(table.text()).isEqualTo("rows\n  12\n   -");
  }

  @Test
  void whatIsInACellStaysOnItsLineAndIsPrintable() {
    TextTable table = new TextTable(List.of("by"), List.of(List.of("me\u001b[2J\nyou")));
    assertThat(table.text()).isEqualTo("by\nme?[2J?you");
  }

  @Test
  void rowOfAnotherLengthIsRefused() {
    assertThatThrownBy(() -> new TextTable(List.of("a", "b"), List.of(List.of("1"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("as many cells");
  }
}
