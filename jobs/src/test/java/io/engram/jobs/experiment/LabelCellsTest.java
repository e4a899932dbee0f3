package io.engram.jobs.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.engram.jobs.ProgramRun;
import io.engram.jobs.RunningSession;
import io.engram.jobs.data.debian.ToyPackages;
import io.engram.transformers.spark.SparkTest;
import io.engram.transformers.spark.TinyLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A benchmark of a multi-label data set, on a tiny random backbone. */
class LabelCellsTest extends SparkTest {
  private static final String TEXT =
      """
      data { set = debtags, tasks = 2, rows-per-class = 60 }
      seeds = [0]
      orders = 1
      learn { backbone = tiny, epochs = 1, max-length = 32 }
      methods = [ { name = probe, strategy = head-only }, { name = lda, strategy = lda } ]
      """;

  @Test
  void cellsSummaryAndReportSayHowWellLabelsAreTold(@TempDir Path folder) throws IOException {
    Path lists = Files.createDirectory(folder.resolve("lists"));
    ToyPackages.write(lists, 500);
    Path file = Files.writeString(folder.resolve("labels.conf"), TEXT);
    Path lake = folder.resolve("lake");
    TinyLake.create(lake.resolve("benchmarks/_shared"), 5);
    ProgramRun run =
        ProgramRun.of(
            settings -> new RunningSession(spark()),
            "benchmark",
            "--experiment",
            file.toString(),
            "--lake",
            lake.toString(),
            "--lists",
            lists.toString(),
            "--json");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("micro F1", "macro F1", "average precision");
    JsonNode method = new ObjectMapper().readTree(run.lastLine()).get("methods").get(0);
    for (String figure : new String[] {"microF1", "macroF1", "macroAveragePrecision"}) {
      assertThat(method.get(figure).get("mean").asDouble()).as(figure).isBetween(0.0, 1.0);
    }
    Path of = lake.resolve("benchmarks/labels");
    JsonNode labels =
        new ObjectMapper()
            .readTree(of.resolve("cells/lda/seed=0,order=0.json").toFile())
            .get("labels");
    assertThat(labels.get("labels").asInt()).isEqualTo(2);
    assertThat(labels.get("rows").asInt())
        .as("test rows of the whole table")
        .isEqualTo(
            (int)
                spark()
                    .read()
                    .parquet(lake.resolve("tables/debtags").toString())
                    .where("split = 'test'")
                    .count());
    assertThat(labels.get("macroAveragePrecision").asDouble()).isPositive();
    assertThat(Files.readString(of.resolve("report.html"))).contains("micro F1");
  }
}
