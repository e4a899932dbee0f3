package io.engram.transformers.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.transformers.spark.ReadAhead.Bound;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class ReadAheadTest {
  private static final Bound BOUND = new Bound(8, 1 << 20);

  private static Iterator<Row> rows(int count) {
    return IntStream.range(0, count).<Row>mapToObj(i -> RowFactory.create("row " + i)).iterator();
  }

  private static ReadAhead<String> reading(
      Iterator<Row> rows, Bound bound, BiFunction<Row, RowPlace, String> prepare) {
    return new ReadAhead<>(rows, prepare, String::length, bound, 1);
  }

  @Test
  void orderIsKeptAndRowsKnowTheirPlace() {
    try (ReadAhead<String> ahead =
        reading(rows(50), BOUND, (row, place) -> row.getString(0) + "@" + place)) {
      List<String> read = new ArrayList<>();
      ahead.forEachRemaining(read::add);
      assertThat(read).hasSize(50).startsWith("row 0@0", "row 1@1").endsWith("row 49@49");
    }
  }

  @Test
  void rowsAreMadeReadyWhileTheCallerWorksOnOneBefore() throws InterruptedException {
    CountDownLatch all = new CountDownLatch(9);
    try (ReadAhead<String> ahead =
        reading(
            rows(20),
            BOUND,
            (row, place) -> {
              all.countDown();
              return row.getString(0);
            })) {
      ahead.next();
      assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void severalThreadsMakeRowsReadyAtOnceAndKeepTheirOrder() {
    CountDownLatch three = new CountDownLatch(3);
    try (ReadAhead<String> ahead =
        new ReadAhead<>(
            rows(50),
            (row, place) -> {
              three.countDown();
              try {
                // Nobody gets further before three are here.
                return row.getString(0) + (three.await(10, TimeUnit.SECONDS) ? "" : " alone");
              } catch (InterruptedException stop) {
                throw new IllegalStateException(stop);
              }
            },
            String::length,
            BOUND,
            3)) {
      List<String> read = new ArrayList<>();
      ahead.forEachRemaining(read::add);
      assertThat(read).isEqualTo(IntStream.range(0, 50).mapToObj(i -> "row " + i).toList());
    }
  }

  @Test
  void rowsAndBytesInFlightAreBounded() {
    AtomicInteger taken = new AtomicInteger();
    Iterator<Row> counted =
        IntStream.range(0, 100)
            .<Row>mapToObj(
                i -> {
                  taken.incrementAndGet();
                  return RowFactory.create(new Object[] {new byte[1000]});
                })
            .iterator();
    try (ReadAhead<String> ahead = reading(counted, new Bound(50, 3000), (row, place) -> "ready")) {
      ahead.next();
      assertThat(taken.get()).isBetween(3, 5);
    }
  }

  @Test
  void whatRowsAreMadeToCountsAsSoonAsOneTells() {
    AtomicInteger taken = new AtomicInteger();
    Iterator<Row> counted =
        IntStream.range(0, 100)
            .<Row>mapToObj(i -> RowFactory.create("row " + taken.getAndIncrement()))
            .iterator();
    try (ReadAhead<String> ahead =
        new ReadAhead<>(
            counted, (row, place) -> "large", large -> 10_000, new Bound(50, 100_000), 1)) {
      ahead.next();
      int first = taken.get();
      for (int i = 0; i < 45; i++) {
        ahead.next();
      }
      assertThat(first).isEqualTo(50);
      assertThat(taken.get() - 46).as("in flight").isBetween(9, 11);
    }
  }

  @Test
  void aFailureComesWhereItsRowWouldHaveCome() {
    try (ReadAhead<String> ahead =
        reading(
            rows(10),
            BOUND,
            (row, place) -> {
              if (place.position() == 3) {
                throw new IllegalStateException("row 3 is bad");
              }
              return row.getString(0);
            })) {
      assertThat(List.of(ahead.next(), ahead.next(), ahead.next())).contains("row 2");
      assertThatThrownBy(ahead::next).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void nothingRunsAfterClosing() {
    AtomicInteger running = new AtomicInteger();
    ReadAhead<String> ahead =
        reading(
            rows(100),
            BOUND,
            (row, place) -> {
              running.incrementAndGet();
              long end = System.nanoTime() + 20_000_000;
              while (System.nanoTime() < end) {
                Thread.onSpinWait();
              }
              running.decrementAndGet();
              return "ready";
            });
    ahead.next();
    ahead.close();
    assertThat(running).hasValue(0);
  }
}
