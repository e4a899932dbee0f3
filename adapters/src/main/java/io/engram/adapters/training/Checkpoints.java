package io.engram.adapters.training;

/**
 * Whether and how a run is kept, so that it can go on after it was killed.
 *
 * @param store where its checkpoint is
 * @param rhythm how often one is written
 */
public record Checkpoints(CheckpointStore store, CheckpointRhythm rhythm) {

  /** An interrupted run starts again. */
  public static final Checkpoints NONE =
      new Checkpoints(CheckpointStore.NONE, CheckpointRhythm.EVEN);

  boolean kept() {
    return store != CheckpointStore.NONE;
  }
}
