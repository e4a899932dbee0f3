package io.engram.adapters.training;

import java.util.Optional;

/**
 * Where the checkpoint of one training run is kept.
 *
 * <ol>
 *   <li>{@link #save} replaces the checkpoint in one step: after a crash at any moment, the old
 *       bytes or the new ones are there, whole.
 *   <li>{@link #load} gives the bytes of the last save that returned, if there was one.
 *   <li>{@link #clear} forgets the checkpoint; forgetting none is no error.
 * </ol>
 */
public interface CheckpointStore {

  /** Keeps nothing: an interrupted run starts again. */
  CheckpointStore NONE =
      new CheckpointStore() {
        @Override
        public void save(byte[] checkpoint) {}

        @Override
        public Optional<byte[]> load() {
          return Optional.empty();
        }

        @Override
        public void clear() {}
      };

  /** Bytes of a checkpoint at most. A longer one is not saved: it could not be loaded. */
  default long maxBytes() {
    return 1L << 30;
  }

  void save(byte[] checkpoint);

  Optional<byte[]> load();

  void clear();
}
