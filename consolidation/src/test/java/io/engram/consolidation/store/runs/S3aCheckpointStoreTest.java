package io.engram.consolidation.store.runs;

import io.engram.adapters.training.CheckpointStore;
import io.engram.adapters.training.CheckpointStoreContract;
import io.engram.transformers.lake.s3.S3Server;
import java.io.IOException;
import java.net.URI;

class S3aCheckpointStoreTest extends CheckpointStoreContract {
  private URI folder;

  @Override
  protected CheckpointStore store() throws IOException {
    folder = folder == null ? S3Server.shared().freshFolder() : folder;
    return LakeCheckpointStoreTest.at(folder, S3Server.shared().conf());
  }
}
