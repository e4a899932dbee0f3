package io.engram.jobs.verb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.engram.consolidation.store.ModelStore;
import io.engram.jobs.ProgramRun;
import io.engram.transformers.lake.LakeTree;
import io.engram.transformers.lake.backbones.LakeBackbones;
import io.engram.transformers.lake.s3.S3Server;
import io.engram.transformers.spark.SparkTest;
import io.engram.transformers.spark.TinyLake;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A watch whose lake and model are in a bucket. */
class S3aWatchTest extends SparkTest {

  @Test
  void tasksInABucketAreLearntOrMovedAsideAndMoreRowsAreSeen(@TempDir java.nio.file.Path local)
      throws IOException {
    S3Server server = S3Server.shared();
    server.settings().forEach(spark().sparkContext().hadoopConfiguration()::set);
    Configuration conf = spark().sessionState().newHadoopConf();
    String lake = server.freshFolder().toString();
    String model = lake + "/models/toy";
    LakeBackbones.at(URI.create(model), conf).publish(TinyLake.create(local, 5).folder());
    ToyModel toy = new ToyModel(spark(), local);
    write(toy.rows(), lake + "/tasks/good");
    write(toy.rows().selectExpr("key", "null as text", "label", "split"), lake + "/tasks/bad");

    ProgramRun run = toy.watchOf(lake, model);
    assertThat(run.code()).as(run.err()).isEqualTo(3);
    assertThat(run.out()).contains("good published in version 1").contains("bad refused: ");
    assertThat(children(lake + "/tasks", conf)).containsExactly("good");
    assertThat(children(lake + "/refused/bad", conf))
        .anyMatch(file -> file.endsWith(".parquet"))
        .contains("_SUCCESS");

    write(toy.rows().limit(2), lake + "/tasks/good");
    ProgramRun more = toy.watchOf(lake, model);
    assertThat(more.code()).as(more.err()).isZero();
    assertThat(more.out()).contains("the rows that came later were not taken");
    assertThat(toy.watchOf(lake, model).out()).startsWith("No task was complete");
    Map<String, JsonNode> tasks = toy.tasks(lake);
    assertThat(tasks.get("good").get("version").asLong()).isEqualTo(1);
    assertThat(tasks.get("bad").get("state").asText()).isEqualTo("refused");
    assertThat(ModelStore.open(URI.create(model), conf).versions()).hasSize(1);
    assertThat(spark().read().json(lake + "/watch/tasks").count()).isEqualTo(2);
  }

  private static void write(Dataset<Row> rows, String table) {
    rows.coalesce(1).write().mode("append").parquet(table);
  }

  private static List<String> children(String folder, Configuration conf) throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(folder);
    return LakeTree.at(path, conf).children(path).stream().map(LakeTree.Entry::path).toList();
  }
}
