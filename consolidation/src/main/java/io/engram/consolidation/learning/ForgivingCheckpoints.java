package io.engram.consolidation.learning;

import io.engram.adapters.training.CheckpointStore;
import io.engram.adapters.training.TrainingInterruptedException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checkpoints that a training can do without: one that cannot be written is a line in the log. The
 * last one stays until the outcome is kept.
 */
record ForgivingCheckpoints(CheckpointStore store) implements CheckpointStore {
  private static final Logger LOG = LoggerFactory.getLogger(ForgivingCheckpoints.class);

  @Override
  public long maxBytes() {
    return store.maxBytes();
  }

  @Override
  public void save(byte[] checkpoint) {
    try {
      store.save(checkpoint);
    } catch (UncheckedIOException e) {
      TrainingInterruptedException.throwIfBehind(e);
      LOG.warn("the training goes on without this checkpoint: {}", e.getMessage());
    }
  }

  @Override
  public Optional<byte[]> load() {
    try {
      return store.load();
    } catch (UncheckedIOException e) {
      TrainingInterruptedException.throwIfBehind(e);
      LOG.warn("the training begins anew: {}", e.getMessage());
      return Optional.empty();
    }
  }

  // A run killed after its last step and before its outcome is kept goes on from here.
  @Override
  public void clear() {}
}
