package io.engram.transformers.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MadeOnceTest {
  private final AtomicInteger calls = new AtomicInteger();

  @Test
  void aFailureIsThrownAsItIsAndTheNextCallTriesAgain() {
    IllegalStateException failure = new IllegalStateException("no engine yet");
    MadeOnce<String> once =
        new MadeOnce<>(
            () -> {
              if (calls.incrementAndGet() < 3) {
                throw failure;
              }
              return "engine";
            });

    assertThatThrownBy(once::get).isSameAs(failure);
    assertThatThrownBy(once::get).isSameAs(failure);
    assertThat(once.get()).isEqualTo("engine");
  }

  @Test
  void whatWasMadeStays() {
    MadeOnce<String> once = new MadeOnce<>(() -> "value " + calls.incrementAndGet());

    assertThat(once.get()).isEqualTo("value 1");
    assertThat(once.get()).isEqualTo("value 1");
  }
}
