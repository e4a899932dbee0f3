package io.engram.jobs.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.engram.transformers.spark.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a machine reads of the program's log, and a person of its progress where no terminal is. */
class LogLinesTest extends SparkTest {
  /** Who says something of a task: the ledger, its learning, and that it was trained ahead. */
  private static final List<String> OURS = List.of("TaskLedger", "OneLearning", "KeptStep");

  @TempDir private Path folder;

  @Test
  void linesOfAWatchAndOfAllThatItLearnsAreJsonAndSayOneRunAndWhichTaskAndVersion()
      throws Exception {
    WatchedLake lake = WatchedLake.create(spark(), folder);
    for (String task : List.of("first", "second")) {
      lake.arrive(task, true);
    }
    Path log = folder.resolve("log");
    Process program = lake.watch(log, "--once");
    assertThat(program.waitFor()).as(Files.readString(log)).isZero();

    List<JsonNode> lines = json(log);
    List<JsonNode> ours =
        lines.stream().filter(line -> OURS.contains(line.get("logger").asText())).toList();
    assertThat(loggers(ours)).containsExactlyInAnyOrderElementsOf(OURS);
    assertThat(distinct(ours, "run")).hasSize(1).first().asString().matches("[0-9a-f]{8}");
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
    String run = distinct(ours, "run").first();
    assertThat(Files.readString(folder.resolve("watch/tasks/first.json")))
        .contains("\"run\":\"" + run + "\"");
    assertThat(Files.readString(log))
        .as("lines for who has no terminal")
        .contains("first: reading\n")
        .doesNotContain("\r", "\u001b");
  }

  private static List<JsonNode> json(Path log) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(log)) {
      if (line.startsWith("{")) {
        lines.add(mapper.readTree(line));
      }
    }
    return lines;
  }

  private static TreeSet<String> loggers(List<JsonNode> lines) {
    return lines.stream()
        .map(line -> line.get("logger").asText())
        .collect(Collectors.toCollection(TreeSet::new));
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
        .filter(line -> line.get("logger").asText().equals(logger))
        .map(
            line ->
                context(line, "task")
                    + " "
                    + context(line, "version")
                    + " "
                    + line.get("msg").asText())
        .toList();
  }
}
