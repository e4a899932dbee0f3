package io.engram.adapters.training;

class LocalCheckpointStoreTest extends CheckpointStoreContract {
  @Override
  protected CheckpointStore store() {
    return new LocalCheckpointStore(temporary.resolve("checkpoint.safetensors"));
  }
}
