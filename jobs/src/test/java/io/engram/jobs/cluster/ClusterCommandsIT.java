package io.engram.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.engram.jobs.ReadmeCommands;
import io.engram.transformers.QuickJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's commands for a cluster, word for word but for the lake's address. */
class ClusterCommandsIT extends SparkSubmitTest {

  @Test
  void theReadmesCommandsLearnIntoANewModelThatScoresAndIsEvaluated(@TempDir Path folder)
      throws IOException {
    Path conf = Files.createDirectory(folder.resolve("conf"));
    Files.writeString(
        conf.resolve("spark-defaults.conf"),
        """
        spark.master local-cluster[2,1,1024]
        spark.driver.memory 1g
        spark.sql.shuffle.partitions 2
        spark.driver.extraJavaOptions %1$s
        spark.executor.extraJavaOptions %1$s
        """
            .formatted(QuickJvm.OPTIONS));
    List<Row> tickets = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      tickets.add(RowFactory.create("the printer does not work, case " + i, "english"));
      tickets.add(RowFactory.create("der Drucker geht nicht, Fall " + i, "german"));
    }
    StructType schema =
        new StructType().add("text", DataTypes.StringType).add("label", DataTypes.StringType);
    String lake = folder.resolve("lake").toUri().toString();
    spark().createDataFrame(tickets, schema).write().parquet(lake + "/tickets");

    List<String> commands = ReadmeCommands.of("README.md", "spark-submit");
    assertThat(commands).hasSize(2);
    assertThat(commands.get(1)).contains("hdfs:///lake/tickets").doesNotContain("--backbone");
    String learn =
        commands.get(1).replace("hdfs:///lake", lake).replace("models/support", "models/none");
    Shell.Result without = PySparkDistribution.shell(ReadmeCommands.root(), conf, learn);
    assertThat(without.code()).as(without.err()).isEqualTo(3);
    assertThat(without.err())
        .contains("engram backbone import --model ", "/models/none --name minilm", "--packages");
    for (String command : commands) {
      Shell.Result run =
          PySparkDistribution.shell(
              ReadmeCommands.root(), conf, command.replace("hdfs:///lake", lake));
      assertThat(run.code()).as(command + "\n" + run.err()).isZero();
    }
    String model = lake + "/models/support";
    JsonNode listed = done("models", "list", "--model", model);
    assertThat(listed.get("versions").get(0).get("task").asText()).isEqualTo("language");

    String table = lake + "/tickets";
    JsonNode scored =
        done(
            "score",
            "--model",
            model,
            "--all-tasks",
            "--input",
            table,
            "--output",
            lake + "/scored");
    assertThat(scored.get("badRows").asLong()).isZero();
    assertThat(spark().read().parquet(lake + "/scored").count()).isEqualTo(tickets.size());
    JsonNode evaluated = done("evaluate", "--model", model, "--task", "language", "--input", table);
    assertThat(evaluated.get("accuracy").asDouble()).isGreaterThan(0.9);
  }
}
