package io.engram.consolidation.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.consolidation.store.ChildJvm;
import io.engram.consolidation.store.LoopingWriter;
import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.store.Soak;
import io.engram.consolidation.store.VersionRecord;
import io.engram.transformers.spark.SparkTest;
import java.net.URI;
import java.nio.file.Path;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.PipelineModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise 1 for who loads a version's folder with Spark's own call while its writer is frozen. */
class PlainLoadBesideFrozenWriterTest extends SparkTest {
  private static final int FREEZES = Soak.count(1, 20);
  private static final int LONGEST_WAIT_MILLIS = 120;

  @TempDir Path temporary;

  @Test
  void pipelineModelLoadGivesTheNewestVersionAndNothingOfTheNext() throws Exception {
    URI root = temporary.resolve("model").toUri();
    Configuration conf = new Configuration();
    ModelStore store = ModelStore.openOrCreate(root, conf);
    Random random = new Random();
    try (ChildJvm writer = LoopingWriter.start(root, conf, "frozen", 0, temporary)) {
      writer.awaitLines(1);
      for (int instant = 0; instant < FREEZES; instant++) {
        Thread.sleep(random.nextInt(LONGEST_WAIT_MILLIS));
        writer.freeze();
        VersionRecord newest = store.latest().orElseThrow();
        PipelineModel loaded =
            PipelineModel.read().session(spark()).load(store.checkedFolder(newest).toString());
        String stamp = newest.provenance().task();
        assertThat(loaded.uid()).isEqualTo(stamp);
        assertThat(((ContinualClassifierModel) loaded.stages()[0]).tasks()).containsExactly(stamp);
        writer.thaw();
      }
    }
    System.out.printf(
        "frozen: %d of %d plain PipelineModel.load gave the newest version, 0 mixed%n",
        FREEZES, FREEZES);
  }
}
