package io.engram.adapters.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class WorkersTest {
  private static final long A_MOMENT = 1_000_000;

  @Test
  void anInterruptedCallerIsToldSoWhenNoPieceRunsAnyMore() {
    Thread caller = Thread.currentThread();
    AtomicInteger begun = new AtomicInteger();
    AtomicInteger ended = new AtomicInteger();
    try (Workers workers = new Workers(2)) {
      assertThatThrownBy(
              () ->
                  workers.forEach(
                      2,
                      piece -> {
                        if (begun.incrementAndGet() == 1) {
                          caller.interrupt();
                        }
                        // Until the caller has noticed.
                        do {
                          LockSupport.parkNanos(A_MOMENT);
                        } while (caller.isInterrupted());
                        LockSupport.parkNanos(20 * A_MOMENT);
                        ended.incrementAndGet();
                      }))
          .isInstanceOf(CancellationException.class)
          .hasMessage("prediction was interrupted");
      assertThat(ended.get()).isEqualTo(begun.get()).isPositive();
      assertThat(Thread.interrupted()).as("the interrupt is handed on").isTrue();
    }
  }
}
