package io.engram.jobs.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.consolidation.spark.ContinualClassifier;
import io.engram.consolidation.spark.ContinualClassifierModel;
import io.engram.consolidation.store.ModelReference;
import io.engram.consolidation.store.serving.RealVersion;
import io.engram.jobs.ReadmeCommands;
import io.engram.jobs.python.PythonStages.Stage;
import io.engram.transformers.spark.FeatureExtractor;
import io.engram.transformers.spark.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The committed Python stages are those of Java. */
class PythonStagesTest extends SparkTest {

  @Test
  void theCommittedModuleHasTheParamsOfTheJavaStages(@TempDir Path folder) throws IOException {
    RealVersion.store(folder, new Configuration());
    ContinualClassifierModel model =
        PythonBridge.load(spark(), ModelReference.parse(folder + "@production"));
    String wanted =
        PythonStages.module(
            List.of(
                new Stage(
                    new ContinualClassifier(),
                    "Estimator",
                    "Learns the tasks of a table one after another; rows name their task in ``taskCol``.",
                    true),
                new Stage(
                    model,
                    "ClassifierModel",
                    "Scores any table whose rows name a task that was learnt; fitted or loaded, never made.",
                    false),
                new Stage(
                    new FeatureExtractor(),
                    "Transformer",
                    "Text to the frozen backbone's vectors.",
                    true)));
    Path made = Path.of("target/python/_stages.py");
    Files.createDirectories(made.getParent());
    Files.writeString(made, wanted);
    Path committed = ReadmeCommands.root().resolve("jobs/python/src/engram/_stages.py");
    assertThat(committed)
        .as("a param changed: copy %s to %s", made.toAbsolutePath(), committed)
        .hasContent(wanted);
  }
}
