package io.engram.jobs.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.engram.consolidation.strategy.ContinualStrategy;
import io.engram.consolidation.strategy.Strategies;
import io.engram.jobs.ProgramRun;
import io.engram.jobs.RunningSession;
import io.engram.transformers.spark.SparkTest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The experiment that everybody runs first, on the real backbone and real texts. */
class SmokeExperimentTest extends SparkTest {

  @Test
  void everyMethodRunsAndTheReportIsThere(@TempDir Path lake) throws IOException {
    ProgramRun run =
        ProgramRun.of(
            settings -> new RunningSession(spark()),
            "benchmark",
            "--experiment",
            "smoke",
            "--lake",
            lake.toString(),
            "--wordnet",
            jarWith("net/sf/extjwnl/data/wordnet/wn31/data.noun"),
            "--backbone-jar",
            jarWith("all-minilm-l6-v2.onnx"),
            "--json");
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode summary = new ObjectMapper().readTree(run.lastLine());
    assertThat(summary.get("methods")).allMatch(method -> method.get("cells").asInt() == 1);
    Path folder = lake.resolve("benchmarks/smoke");
    assertThat(Files.readString(folder.resolve("report.html"))).contains("ada-k2-leep");
    assertThat(Files.size(folder.resolve("summary.json"))).isLessThan(64 << 10);
  }

  @Test
  void theSmokeExperimentHasEveryStrategy() {
    List<String> strategies =
        ExperimentFile.find("smoke").values().getConfigList("methods").stream()
            .map(method -> method.getString("strategy"))
            .distinct()
            .toList();
    assertThat(strategies)
        .containsExactlyInAnyOrderElementsOf(
            Strategies.all().stream().map(ContinualStrategy::name).toList());
  }

  @Test
  void theReadmeHasARowForEveryStrategy() throws IOException {
    String readme = Files.readString(Path.of("../README.md"));
    String chapter = readme.substring(readme.indexOf("## Methods and their state"));
    List<String> rows =
        chapter
            .substring(0, chapter.indexOf("\n## ", 1))
            .lines()
            .filter(l -> l.startsWith("|"))
            .toList();
    for (ContinualStrategy strategy : Strategies.all()) {
      assertThat(rows)
          .as(strategy.name())
          .anyMatch(row -> row.contains("`" + strategy.name() + "`"));
    }
  }

  /** The jar of the class path that holds a file. */
  private static String jarWith(String entry) {
    String url = SmokeExperimentTest.class.getResource("/" + entry).getPath();
    return Path.of(URI.create(url.substring(0, url.indexOf('!')))).toString();
  }
}
