package io.engram.consolidation.spark.learning;

import io.engram.adapters.training.CheckpointRhythm;
import io.engram.consolidation.store.runs.RunFolder;
import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The folder of a run as it travels with a training.
 *
 * @param folder where it is in the lake
 * @param rhythm of its checkpoints
 * @param configuration how executors open the lake
 */
record RunAddress(
    String folder, CheckpointRhythm rhythm, Broadcast<SerializableConfiguration> configuration)
    implements Serializable {

  RunFolder open() throws IOException {
    return RunFolder.at(new Path(folder), configuration.value().value());
  }
}
