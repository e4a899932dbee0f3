package io.engram.transformers.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LengthBatchesTest {

  @Test
  void longRowsComeFirstAndRowsOfOneLengthKeepTheirOrder() {
    assertThat(LengthBatches.plan(new int[] {3, 9, 3, 5}, 2, 100))
        .containsExactly(new int[] {1, 3}, new int[] {0, 2});
  }

  @Test
  void aRowLongerThanTheBudgetIsABatchOfItsOwn() {
    assertThat(LengthBatches.plan(new int[] {50, 4, 4, 4}, 10, 8))
        .containsExactly(new int[] {0}, new int[] {1, 2}, new int[] {3});
  }

  @Test
  void roomForNothingIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LengthBatches.plan(new int[] {1}, 0, 5))
        .withMessageContaining("0 and 5");
  }

  @Property(tries = 200)
  void everyRowIsInOneBatchAndNoBatchIsOverTheBudget(
      @ForAll @Size(max = 60) List<@IntRange(min = 1, max = 40) Integer> lengths,
      @ForAll @IntRange(min = 1, max = 9) int maxRows,
      @ForAll @IntRange(min = 1, max = 100) int maxTokens) {
    int[] array = lengths.stream().mapToInt(Integer::intValue).toArray();
    List<int[]> batches = LengthBatches.plan(array, maxRows, maxTokens);
    assertThat(batches.stream().flatMapToInt(IntStream::of).sorted().toArray())
        .isEqualTo(IntStream.range(0, array.length).toArray());
    for (int[] batch : batches) {
      int longest = IntStream.of(batch).map(row -> array[row]).max().orElseThrow();
      assertThat(batch.length).isLessThanOrEqualTo(maxRows);
      assertThat(batch.length == 1 || batch.length * longest <= maxTokens).isTrue();
    }
  }
}
