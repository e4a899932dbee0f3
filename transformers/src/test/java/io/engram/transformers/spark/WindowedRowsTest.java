package io.engram.transformers.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.transformers.spark.WindowedRows.Window;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class WindowedRowsTest {

  @Property(tries = 300)
  void everyRowComesOutOnceInOrderAndNoWindowIsOverTheBounds(
      @ForAll @Size(max = 50) List<@IntRange(min = 0, max = 30) Integer> sizes,
      @ForAll @IntRange(min = 1, max = 8) int maxRows,
      @ForAll @IntRange(min = 1, max = 60) int maxBytes) {
    List<List<Integer>> windows = new ArrayList<>();
    WindowedRows<Integer, Integer> rows =
        new WindowedRows<>(
            sizes.iterator(),
            new Window(maxRows, maxBytes),
            Integer::longValue,
            window -> {
              windows.add(window);
              return window;
            });
    List<Integer> out = new ArrayList<>();
    rows.forEachRemaining(out::add);
    assertThat(out).isEqualTo(sizes);
    for (List<Integer> window : windows) {
      int total = window.stream().mapToInt(Integer::intValue).sum();
      assertThat(window.size()).isBetween(1, maxRows);
      assertThat(window.size() == 1 || total <= maxBytes).isTrue();
    }
  }

  @Test
  void onlyOneWindowIsReadAhead() {
    AtomicInteger read = new AtomicInteger();
    Iterator<Integer> endless =
        IntStream.iterate(0, i -> i + 1).peek(i -> read.incrementAndGet()).boxed().iterator();
    WindowedRows<Integer, Integer> rows =
        new WindowedRows<>(endless, new Window(10, 1_000), i -> 1, window -> window);
    assertThat(rows.next()).isZero();
    assertThat(read.get()).isBetween(10, 11);
  }

  @Test
  void anEmptyPartitionGivesNothingAndCallsNothing() {
    WindowedRows<Integer, Integer> rows =
        new WindowedRows<>(
            List.<Integer>of().iterator(),
            new Window(1, 1),
            i -> 1,
            window -> {
              throw new AssertionError("called");
            });
    assertThat(rows.hasNext()).isFalse();
    assertThatThrownBy(rows::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void aBatchFunctionThatLosesARowIsCaught() {
    WindowedRows<Integer, Integer> rows =
        new WindowedRows<>(
            List.of(1, 2).iterator(), new Window(9, 9), i -> 1, window -> window.subList(0, 1));
    assertThatIllegalStateException()
        .isThrownBy(rows::next)
        .withMessage("the batch function gave 1 results for 2 rows");
  }

  @Test
  void aWindowWithoutRoomIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Window(0, 5));
  }
}
