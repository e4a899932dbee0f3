package io.engram.consolidation.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Reasons and names of rows without a prediction, gathered from many tasks. */
class RowGroupsTest {
  private static final int ROWS = 3000;

  private static RowGroups of(List<RowGroups.Named> rows) {
    RowGroups groups = new RowGroups();
    rows.forEach(groups::add);
    return groups;
  }

  private static List<RowGroups.Named> rows(int reasons) {
    return IntStream.range(0, ROWS)
        .mapToObj(
            i -> new RowGroups.Named("reason %03d".formatted(i % reasons), "%04d".formatted(i)))
        .toList();
  }

  @Test
  void reasonsAreThereByFrequencyWithTheFirstNames() {
    RowGroups groups =
        of(
            List.of(
                new RowGroups.Named("null", "b"),
                new RowGroups.Named("blank", "e"),
                new RowGroups.Named("null", "d"),
                new RowGroups.Named("null", "c"),
                new RowGroups.Named("null", "a")));
    assertThat(groups.value())
        .containsExactly(
            new RowGroup("null", 4, List.of("a", "b", "c")),
            new RowGroup("blank", 1, List.of("e")));
    assertThat(groups.rows()).isEqualTo(5);
  }

  @Test
  void noRowIsLostHoweverManyReasonsThereAreAndWhateverTheOrderOfRowsAndParts() {
    List<RowGroups.Named> rows = rows(100);
    RowGroups whole = of(rows);
    assertThat(whole.value()).hasSize(21);
    assertThat(whole.value().get(20).reason()).isEqualTo(RowGroups.OTHER);
    assertThat(whole.rows()).isEqualTo(ROWS);
    Random random = new Random(3);
    for (int round = 0; round < 10; round++) {
      List<RowGroups.Named> shuffled = new ArrayList<>(rows);
      Collections.shuffle(shuffled, random);
      RowGroups merged = new RowGroups();
      int cut = random.nextInt(ROWS);
      merged.merge(of(shuffled.subList(cut, ROWS)));
      merged.merge(of(shuffled.subList(0, cut)));
      assertThat(merged.value()).isEqualTo(whole.value());
    }
  }

  @Test
  void itsSizeDoesNotGrowWithRowsReasonsOrTheirLength() {
    RowGroups groups = new RowGroups();
    for (int i = 0; i < ROWS; i++) {
      groups.add(new RowGroups.Named(i + "?".repeat(5000), i + "!".repeat(5000)));
    }
    assertThat(groups.value()).hasSize(21);
    assertThat(groups.value())
        .allMatch(group -> group.reason().length() < 400)
        .allMatch(group -> group.examples().size() <= 3)
        .flatExtracting(RowGroup::examples)
        .allMatch(name -> ((String) name).length() < 200);
  }

  @Test
  void aCopyIsApartAndAnEmptyOneIsZero() {
    RowGroups groups = of(rows(3));
    RowGroups copy = groups.copy();
    groups.reset();
    assertThat(groups.isZero()).isTrue();
    assertThat(groups.rows()).isZero();
    assertThat(copy.rows()).isEqualTo(ROWS);
  }
}
