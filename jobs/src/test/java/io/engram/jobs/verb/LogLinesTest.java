package io.engram.jobs.verb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.engram.jobs.CapturedLog;
import io.engram.jobs.ProgramRun;
import io.engram.transformers.spark.SparkTest;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.logging.log4j.core.config.DefaultConfiguration;
import org.apache.logging.log4j.layout.template.json.JsonTemplateLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a machine reads of the program's log. */
class LogLinesTest extends SparkTest {
  /** Who says something of a task: the ledger, its learning, and that it was trained ahead. */
  private static final List<String> OURS = List.of("KeptStep", "OneLearning", "TaskLedger");

  @TempDir private Path folder;

  @Test
  void linesOfAWatchAndOfAllThatItLearnsAreJsonAndSayOneRunAndWhichTaskAndVersion()
      throws IOException {
    ToyModel toy = ToyModel.create(spark(), folder);
    toy.arrive("first", toy.rows());
    toy.arrive("second", toy.rows());
    List<JsonNode> lines;
    try (CapturedLog log = CapturedLog.listen(layout())) {
      ProgramRun run = toy.watch("--side-by-side", "2");
      assertThat(run.code()).as(run.err()).isZero();
      lines = log.text().lines().map(LogLinesTest::json).toList();
    }

    List<JsonNode> ours = lines.stream().filter(line -> OURS.contains(logger(line))).toList();
    assertThat(ours.stream().map(LogLinesTest::logger).distinct().sorted()).isEqualTo(OURS);
    assertThat(distinct(ours, "task")).containsExactly("first", "second");
    assertThat(distinct(ours, "version")).containsExactly("-", "1", "2");
    assertThat(of(lines, "TaskLedger"))
        .contains(
            "first - Task first is waiting",
            "first - Task first is learning",
            "first 1 Task first is published",
            "second 2 Task second is published");
    assertThat(of(lines, "OneLearning"))
        .containsExactly(
            "first 1 task first is published in version 1",
            "second 2 task second is published in version 2");
    TreeSet<String> runs = distinct(ours, "run");
    assertThat(runs).hasSize(1).first().asString().matches("[0-9a-f]{8}");
    assertThat(toy.tasks(folder.toString()).get("first").get("run").asText())
        .isEqualTo(runs.first());
  }

  /** As {@code conf/log4j2.properties} has it. */
  private static JsonTemplateLayout layout() throws IOException {
    Properties settings = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of("../conf/log4j2.properties"))) {
      settings.load(reader);
    }
    assertThat(settings.getProperty("appender.json.layout.type")).isEqualTo("JsonTemplateLayout");
    return JsonTemplateLayout.newBuilder()
        .setConfiguration(new DefaultConfiguration())
        .setEventTemplateUri(settings.getProperty("appender.json.layout.eventTemplateUri"))
        .build();
  }

  private static JsonNode json(String line) {
    try {
      return new ObjectMapper().readTree(line);
    } catch (IOException e) {
      throw new AssertionError("no JSON: " + line, e);
    }
  }

  private static String logger(JsonNode line) {
    return line.get("logger").asText();
  }

  private static String context(JsonNode line, String name) {
    return line.path("context").path("mdc." + name).asText("-");
  }

  private static TreeSet<String> distinct(List<JsonNode> lines, String name) {
    return lines.stream()
        .map(line -> context(line, name))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Task, version and message of a logger's lines. */
  private static List<String> of(List<JsonNode> lines, String logger) {
    return lines.stream()
        .filter(line -> logger(line).equals(logger))
        .map(
            line ->
                "%s %s %s"
                    .formatted(
                        context(line, "task"), context(line, "version"), line.get("msg").asText()))
        .toList();
  }
}
