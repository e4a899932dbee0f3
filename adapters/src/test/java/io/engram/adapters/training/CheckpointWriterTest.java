package io.engram.adapters.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.engram.transformers.runtime.NeuralRuntime;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CheckpointWriterTest {

  /** Fails where it is written to. */
  private record FailingStore(UncheckedIOException failure) implements CheckpointStore {
    @Override
    public void save(byte[] checkpoint) {
      throw failure;
    }

    @Override
    public Optional<byte[]> load() {
      return Optional.empty();
    }

    @Override
    public void clear() {}
  }

  private static CheckpointWriter writer(UncheckedIOException failure, long each) {
    Checkpoints checkpoints = new Checkpoints(new FailingStore(failure), CheckpointRhythm.EVEN);
    return new CheckpointWriter(checkpoints, 10, 0, each);
  }

  private static Checkpoint checkpoint() {
    return new Checkpoint(null, null, null, new TreeMap<>());
  }

  @Test
  void aCheckpointOverTheLimitIsNeitherMadeNorWrittenAndTheRunGoesOn() {
    CheckpointWriter writer = writer(null, CheckpointStore.NONE.maxBytes() + 1);
    assertThatCode(
            () ->
                writer.after(
                    1,
                    () -> {
                      throw new AssertionError("made in vain");
                    }))
        .doesNotThrowAnyException();
    writer.end();
  }

  @Test
  void theSizeIsKnownFromTheParametersAlone() {
    try (NDManager manager = NeuralRuntime.get().newManager()) {
      List<NDArray> parameters =
          List.of(manager.zeros(new Shape(3, 4)), manager.zeros(new Shape(5)));
      long header = 16 << 20;
      assertThat(Checkpoint.bytes(parameters, false)).isEqualTo(17 * 4 * 3 + header);
      assertThat(Checkpoint.bytes(parameters, true)).isEqualTo(17 * 4 * 4 + header);
    }
  }

  @Test
  void anInterruptedSaveEndsTheTrainingWithTheFlagSet() {
    UncheckedIOException failure =
        new UncheckedIOException("not written", new InterruptedIOException("call interrupted"));
    assertThatThrownBy(() -> writer(failure, 1).after(1, CheckpointWriterTest::checkpoint))
        .isInstanceOf(TrainingInterruptedException.class)
        .hasMessage("the training was interrupted: not written")
        .hasCause(failure);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aTimeoutIsNoInterrupt() {
    UncheckedIOException failure =
        new UncheckedIOException("not written", new SocketTimeoutException("slow"));
    assertThatThrownBy(() -> writer(failure, 1).after(1, CheckpointWriterTest::checkpoint))
        .isSameAs(failure);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }
}
