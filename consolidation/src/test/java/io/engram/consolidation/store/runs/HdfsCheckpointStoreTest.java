package io.engram.consolidation.store.runs;

import io.engram.adapters.training.CheckpointStore;
import io.engram.adapters.training.CheckpointStoreContract;
import io.engram.consolidation.store.MiniHdfs;
import java.io.IOException;
import java.net.URI;

class HdfsCheckpointStoreTest extends CheckpointStoreContract {
  private URI folder;

  @Override
  protected CheckpointStore store() throws IOException {
    folder = folder == null ? MiniHdfs.freshFolder() : folder;
    return LakeCheckpointStoreTest.at(folder, MiniHdfs.conf());
  }
}
