package io.engram.consolidation.store.runs;

import io.engram.adapters.training.CheckpointStore;
import io.engram.consolidation.store.runs.SealedFolder.Sealed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Checkpoints of one training in a folder of the lake. A new file each time, whole before it has
 * its name; the two newest stay, so that one which is damaged later costs one interval.
 */
final class LakeCheckpointStore implements CheckpointStore {
  private static final String KIND = "checkpoint";
  private static final int KEPT = 2;

  private final SealedFolder folder;

  LakeCheckpointStore(SealedFolder folder) {
    this.folder = folder;
  }

  @Override
  public void save(byte[] checkpoint) {
    try {
      List<Sealed> there = folder.list(KIND);
      long number = there.isEmpty() ? 1 : number(there.get(there.size() - 1)) + 1;
      folder.put(
          KIND + String.format(Locale.ROOT, "-%020d", number), checkpoint, StepFolder.SAFETENSORS);
      for (Sealed old : there.subList(0, Math.max(0, there.size() - KEPT + 1))) {
        folder.delete(old);
      }
    } catch (IOException e) {
      throw failed("written", e);
    }
  }

  private static long number(Sealed checkpoint) {
    return Long.parseLong(checkpoint.kind().substring(KIND.length() + 1));
  }

  @Override
  public Optional<byte[]> load() {
    try {
      return folder.newest(KIND);
    } catch (IOException e) {
      throw failed("read", e);
    }
  }

  @Override
  public void clear() {
    try {
      for (Sealed old : folder.list(KIND)) {
        folder.delete(old);
      }
    } catch (IOException e) {
      throw failed("deleted", e);
    }
  }

  private UncheckedIOException failed(String what, IOException e) {
    return new UncheckedIOException(
        "a checkpoint in " + folder.folder() + " cannot be " + what + ": " + e.getMessage(), e);
  }
}
