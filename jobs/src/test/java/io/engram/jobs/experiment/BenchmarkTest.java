package io.engram.jobs.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.engram.consolidation.benchmark.Cell;
import io.engram.consolidation.benchmark.RoutedTask;
import io.engram.consolidation.benchmark.TaskCost;
import io.engram.consolidation.routing.RoutedAccuracy;
import io.engram.jobs.ProgramRun;
import io.engram.transformers.spark.SparkTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarkTest extends SparkTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LEARN = "max-length = 32";

  @TempDir static Path lake;
  private static ToyExperiment toy;
  private static String file;

  @BeforeAll
  static void run() throws IOException {
    toy = ToyExperiment.create(spark(), lake);
    file = toy.file(LEARN);
    ProgramRun whole = toy.run("--experiment", file, "--orders", "2");
    assertThat(whole.code()).as(whole.err()).isZero();
    assertThat(JSON.readTree(whole.lastLine()).get("ran").asInt()).isEqualTo(4);
    assertThat(whole.out()).contains("ada-k1", "probe", "chosen", "report.html");
  }

  private static Cell cell(String run, String method, int order) throws IOException {
    Path cell = toy.folder(run).resolve("cells/" + method + "/seed=0,order=" + order + ".json");
    return JSON.readValue(cell.toFile(), new TypeReference<Cell>() {});
  }

  @Test
  void aCellHoldsTheTriangleOfAccuraciesAndWhatEveryTaskCost() throws IOException {
    Cell ada = cell("toys", "ada-k1", 0);
    assertThat(ada.matrix().tasks()).isEqualTo(ToyExperiment.TASKS);
    for (int t = 0; t < 3; t++) {
      for (int i = 0; i < 3; i++) {
        assertThat(ada.matrix().cell(t, i) == null).as(t + " " + i).isEqualTo(i > t);
      }
    }
    assertThat(ada.tuning().tried()).hasSize(2);
    assertThat(ada.speed().tasks()).isEqualTo(3);
    assertThat(ada.speed().oneTask()).isPositive();
    for (int t = 0; t < 3; t++) {
      long[][] counts = ada.confusions().get(t).counts();
      long right = counts[0][0] + counts[1][1];
      long rows = right + counts[0][1] + counts[1][0];
      assertThat(rows).isEqualTo(10);
      assertThat(ada.matrix().cell(2, t)).isEqualTo((double) right / rows);
      assertThat(ada.confusions().get(t).examples())
          .as("three of a pair at most")
          .hasSize((int) (Math.min(3, counts[0][1]) + Math.min(3, counts[1][0])));
    }
    assertThat(cell("toys", "ada-k1", 1).matrix().tasks())
        .isNotEqualTo(ToyExperiment.TASKS)
        .containsExactlyInAnyOrderElementsOf(ToyExperiment.TASKS);
  }

  @Test
  void theReportShowsTrainingRowsOfEveryClassAndRowsThatWereTakenForAnother() throws IOException {
    String page = Files.readString(toy.folder("toys").resolve("report.html"));
    String start = "id=\"report-data\">";
    int from = page.indexOf(start) + start.length();
    JsonNode confusions =
        JSON.readTree(page.substring(from, page.indexOf("</script>", from))).get("confusions");
    assertThat(confusions.get("tasks")).hasSize(3);
    for (JsonNode task : confusions.get("tasks")) {
      for (JsonNode ofClass : task.get("samples")) {
        assertThat(ofClass).hasSize(4);
        for (JsonNode sample : ofClass) {
          assertThat(confusions.get("samples").get(sample.asInt()).get("text").asText())
              .isNotBlank();
        }
      }
    }
    for (JsonNode found : confusions.get("found")) {
      long wrong =
          found.get("counts").get(0).get(1).asLong() + found.get("counts").get(1).get(0).asLong();
      assertThat(found.get("examples").isEmpty()).as(found.toString()).isEqualTo(wrong == 0);
    }
  }

  @Test
  void everyCellTellsRowsWithAndWithoutTheirTaskIdApart() throws IOException {
    Cell probe = cell("toys", "probe", 0);
    for (String method : List.of("probe", "ada-k1")) {
      for (int order = 0; order < 2; order++) {
        Cell cell = cell("toys", method, order);
        assertThat(cell.routed()).hasSize(3);
        for (RoutedTask task : cell.routed()) {
          RoutedAccuracy accuracy = task.accuracy();
          int column = cell.matrix().tasks().indexOf(task.task());
          assertThat(accuracy.rows()).isEqualTo(10);
          assertThat(accuracy.trueIdAccuracy()).isEqualTo(cell.matrix().cell(2, column));
          assertThat(accuracy.routed()).isLessThanOrEqualTo(accuracy.toOwnTask());
          RoutedAccuracy there =
              probe.routed().stream()
                  .filter(of -> of.task().equals(task.task()))
                  .findFirst()
                  .orElseThrow()
                  .accuracy();
          assertThat(List.of(accuracy.toOwnTask(), accuracy.direct()))
              .as("the router is the same for every method and order")
              .isEqualTo(List.of(there.toOwnTask(), there.direct()));
        }
      }
    }
    assertThat(probe.routed().stream().mapToLong(task -> task.accuracy().toOwnTask()).sum())
        .isPositive();
  }

  @Test
  void aCellOfAnOlderProgramIsRunAgainAndNoOtherIsTouched() throws IOException {
    String[] args = {"--experiment", file, "--name", "older"};
    toy.run(args);
    Path cells = toy.folder("older").resolve("cells");
    Path old = cells.resolve("probe/seed=0,order=0.json");
    Path other = cells.resolve("ada-k1/seed=0,order=0.json");
    byte[] untouched = Files.readAllBytes(other);
    ObjectNode json = (ObjectNode) JSON.readTree(old.toFile());
    json.putNull("routed").putNull("routing");
    JSON.writeValue(old.toFile(), json);
    ProgramRun again = toy.run(args);
    assertThat(JSON.readTree(again.lastLine()).get("ran").asInt()).as(again.err()).isEqualTo(1);
    assertThat(cell("older", "probe", 0).routed())
        .isEqualTo(cell("toys", "probe", 0).routed())
        .hasSize(3);
    assertThat(Files.readAllBytes(other)).isEqualTo(untouched);
  }

  @Test
  void parametersAndBytesAreWhatIsReallyKept() throws IOException {
    List<TaskCost> ada = cell("toys", "ada-k1", 0).costs();
    List<TaskCost> probe = cell("toys", "probe", 0).costs();
    long head = probe.get(0).parametersServed();
    assertThat(head).isEqualTo(2 * 32 + 2);
    long adapter = ada.get(0).parametersServed() - head;
    // Houlsby of width 8 in the layers 1 and 2: two adapters of 2 * 32 * 8 + 8 + 32 each.
    assertThat(adapter).isEqualTo(2 * 2 * (2 * 32 * 8 + 8 + 32));
    assertThat(ada.get(2).parametersServed()).isEqualTo(adapter + 3 * head);
    // The slot with two heads, the task's own adapter, its head, the probe's, and the student.
    assertThat(ada.get(2).parametersPeak()).isEqualTo(3 * adapter + 4 * head);
    assertThat(probe).allMatch(cost -> cost.bytesKept() == 0 && cost.slot() == -1);
    assertThat(ada).allMatch(cost -> cost.bytesKept() > 0 && cost.frozenSeconds() > 0);
    // Count in two values and sum of two classes, half of one scatter; a sample besides.
    long sums = 4L * (2 * (2 + 32) + 32 * 33 / 2);
    assertThat(ada.get(0).statisticsBytes()).isBetween(sums + 1, sums + 4L * 20 * (1 + 32));
    assertThat(probe.get(2).statisticsBytes()).isEqualTo(ada.get(2).statisticsBytes());
    assertThat(ada.get(2).statisticsBytes()).isGreaterThan(2 * ada.get(0).statisticsBytes());
    assertThat(ada).allMatch(cost -> cost.statisticsSeconds() > 0);
    assertThat(ada.get(0).consolidateSeconds()).isZero();
    assertThat(ada.get(1).consolidateSeconds()).isPositive();
  }

  @Test
  void aRunThatIsThereIsNotRunAgain() throws IOException {
    ProgramRun again = toy.run("--experiment", file, "--orders", "2");
    JsonNode json = JSON.readTree(again.lastLine());
    assertThat(json.get("ran").asInt()).isZero();
    assertThat(json.get("methods")).hasSize(2);
    ProgramRun part = toy.run("--experiment", file, "--methods", "probe");
    assertThat(JSON.readTree(part.lastLine()).get("methods")).isEqualTo(json.get("methods"));
    JsonNode summary = JSON.readTree(toy.folder("toys").resolve("summary.json").toFile());
    assertThat(summary.get("methods")).isEqualTo(json.get("methods"));
    assertThat(summary.at("/methods/0/accuracy/halfWidth").isNumber()).isTrue();
    for (String column : List.of("routedAccuracy", "routing", "directAccuracy")) {
      assertThat(summary.at("/methods/0/" + column + "/halfWidth").isNumber()).as(column).isTrue();
    }
    assertThat(summary.at("/methods/0/statisticsBytes").asLong()).isPositive();
    assertThat(summary.at("/methods/0/calibrationError/mean").asDouble()).isBetween(0.0, 1.0);
    assertThat(summary.at("/methods/0/calibrationErrorUntempered/mean").isNumber()).isTrue();
    assertThat(summary.at("/methods/0/runs")).hasSize(summary.at("/methods/0/cells").asInt());
    double mean = 0;
    for (JsonNode run : summary.at("/methods/0/runs")) {
      mean += run.get("accuracy").asDouble() / summary.at("/methods/0/cells").asInt();
    }
    assertThat(summary.at("/methods/0/parametersPeak").asLong())
        .isGreaterThanOrEqualTo(summary.at("/methods/0/parametersServed").asLong());
    assertThat(mean).isCloseTo(summary.at("/methods/0/accuracy/mean").asDouble(), within(1e-9));
  }

  @Test
  void aRunThatWasKilledGoesOnToTheSameCells() throws IOException {
    String[] args = {"--experiment", file, "--orders", "2", "--name", "killed"};
    assertThatThrownBy(() -> toy.runUntilItSays("ada-k1, seed 0, order 0", args))
        .isInstanceOf(ToyExperiment.Killed.class);
    Path unfinished = toy.folder("killed").resolve("cells/ada-k1/unfinished/seed=0,order=0");
    assertThat(unfinished).isNotEmptyDirectory();
    assertThat(toy.folder("killed").resolve("summary.json")).doesNotExist();
    ProgramRun rest = toy.run(args);
    assertThat(JSON.readTree(rest.lastLine()).get("ran").asInt()).as(rest.err()).isEqualTo(3);
    assertThat(unfinished).doesNotExist();
    for (String method : List.of("probe", "ada-k1")) {
      for (int order = 0; order < 2; order++) {
        Cell whole = cell("toys", method, order);
        Cell resumed = cell("killed", method, order);
        assertThat(resumed.matrix()).isEqualTo(whole.matrix());
        assertThat(resumed.tuning()).isEqualTo(whole.tuning());
        assertThat(resumed.costs().stream().map(TaskCost::bytesKept).toList())
            .isEqualTo(whole.costs().stream().map(TaskCost::bytesKept).toList());
      }
    }
  }

  @Test
  void aCellThatAnotherProgramIsAtKeepsItsTrainings() throws IOException {
    toy.run("--experiment", file, "--methods", "ada-k1", "--name", "shared-run");
    Path others =
        Files.createDirectories(
            toy.folder("shared-run").resolve("cells/ada-k1/unfinished/seed=7,order=0/first"));
    Files.writeString(others.resolve("checkpoint"), "of another program");
    toy.run("--experiment", file, "--methods", "ada-k1", "--orders", "2", "--name", "shared-run");
    assertThat(cell("shared-run", "ada-k1", 1).matrix())
        .isEqualTo(cell("toys", "ada-k1", 1).matrix());
    assertThat(others.resolve("checkpoint")).hasContent("of another program");
  }

  @Test
  void aGridThatWasTriedOnOtherTasksOrAnotherSeedIsRefused() throws IOException {
    String text = Files.readString(Path.of(file)).replace("seeds = [0]", "seeds = [0, 4]");
    Path same = Files.createDirectories(lake.resolve("tuned")).resolve("toys.conf");
    Files.writeString(same, text.replace("seeds = [0, 4]", "seeds = [4, 0]"));
    assertThat(toy.run("--experiment", same.toString(), "--orders", "2").err())
        .contains("grid of method probe that was tried on others", "seed: 0 there, 4 here");
    Files.writeString(same, text + "tuning-tasks = 2\n");
    assertThat(toy.run("--experiment", same.toString(), "--orders", "2").err())
        .contains("tuning-tasks: 3 there, 2 here", "Nothing was changed");
    Files.writeString(same, text);
    ProgramRun more = toy.run("--experiment", same.toString(), "--methods", "probe", "--name", "s");
    assertThat(more.code()).as(more.err()).isZero();
  }

  @Test
  void settingsOfAMethodThatHasNoCellYetMayBeCorrected() throws IOException {
    String[] args = {"--experiment", file, "--methods", "ada-k1", "--name", "corrected"};
    assertThatThrownBy(() -> toy.runUntilItSays("tune ada-k1", args))
        .isInstanceOf(ToyExperiment.Killed.class);
    Path same = Files.createDirectories(lake.resolve("corrected")).resolve("toys.conf");
    Files.writeString(
        same, Files.readString(Path.of(file)).replace("pool-size = 1", "pool-size = 2"));
    ProgramRun corrected =
        toy.run("--experiment", same.toString(), "--methods", "ada-k1", "--name", "corrected");
    assertThat(corrected.code()).as(corrected.err()).isZero();
  }

  @Test
  void aCellIsNotKeptWhereAnotherProgramNotedOtherSettingsMeanwhile() throws IOException {
    Path method = toy.folder("two-settings").resolve("cells/ada-k1/method.json");
    String said =
        toy.runAndWhenItSays(
            "tune ada-k1",
            () -> overwritten(method, "\"pool-size\":\"1\"", "\"pool-size\":\"2\""),
            "--experiment",
            file,
            "--methods",
            "ada-k1",
            "--name",
            "two-settings");
    assertThat(said)
        .contains("cells of method ada-k1 with other settings", "pool-size: 2 there, 1 here");
    assertThat(method.resolveSibling("seed=0,order=0.json")).doesNotExist();
  }

  private static void overwritten(Path file, String text, String with) {
    try {
      Files.writeString(file, Files.readString(file).replace(text, with));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aPointOfAGridWhoseLossIsNoNumberCountsAsAlwaysWrong() throws IOException {
    String text = Files.readString(Path.of(file));
    String rates = "grid { learning-rate = [1e-3, 1e-2] }";
    assertThat(text).contains(rates);
    String wild = toy.file("wild", text.replace(rates, "grid { learning-rate = [1e38, 1e-2] }"));
    ProgramRun run = toy.run("--experiment", wild, "--methods", "ada-k1");
    assertThat(run.code()).as(run.err()).isZero();
    Cell cell = cell("wild", "ada-k1", 0);
    assertThat(cell.tuning().chosen()).isEqualTo(1);
    assertThat(cell.tuning().tried().get(0).validationAccuracy()).isZero();
    assertThat(cell.tuning().tried().get(1).validationAccuracy()).isPositive();
  }

  @Test
  void gridsAreTriedOnValidationRowsAndThePointThatIsBestThereIsKept() throws IOException {
    List<String> tasks = List.of("contrary", "opposite");
    tasks.forEach(toy::writeContradicting);
    String text = Files.readString(Path.of(file));
    text = text.substring(0, text.indexOf("tasks = ["));
    text += "tasks = [\n";
    for (String task : tasks) {
      text += "  { id = " + task + ", input = \"" + toy.table(task) + "\", key-cols = key }\n";
    }
    text += "]\nmethods = [\n";
    for (String rates : List.of("1e-9, 1e-1", "1e-1, 1e-9")) {
      text += "  { name = probe-" + rates.charAt(3) + ", strategy = head-only,";
      text += " grid { head-learning-rate = [" + rates + "] } }\n";
    }
    ProgramRun run = toy.run("--experiment", toy.file("contrary", text + "]\n"));
    assertThat(run.code()).as(run.err()).isZero();
    for (String method : List.of("probe-9", "probe-1")) {
      Cell cell = cell("contrary", method, 0);
      int fast = method.equals("probe-9") ? 1 : 0;
      assertThat(cell.tuning().chosen()).as(method).isEqualTo(fast);
      assertThat(cell.tuning().tried().get(fast).validationAccuracy()).isGreaterThan(.9);
      assertThat(cell.tuning().tried().get(1 - fast).validationAccuracy()).isLessThan(.9);
      assertThat(cell.matrix().cell(1, 0)).isLessThan(.1);
    }
  }

  @Test
  void aMethodMayTrainTheHeadsOfASlotAlong() throws IOException {
    String text = Files.readString(Path.of(file));
    text = text.substring(0, text.indexOf("methods = [")) + "methods = [\n";
    text += "  { name = trained, strategy = ada, pool-size = 1, train-heads = true }\n]\n";
    ProgramRun run = toy.run("--experiment", toy.file("trained-heads", text));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(cell("trained-heads", "trained", 0).matrix().tasks()).isEqualTo(ToyExperiment.TASKS);
    assertThat(toy.folder("trained-heads").resolve("cells/trained/method.json"))
        .content()
        .contains("\"train-heads\":\"true\"");
  }

  @Test
  void jointHasEveryTrainingRowOfEarlierTasksWhereSomeAreHeldOutForValidation() throws IOException {
    String text = Files.readString(Path.of(file));
    text = text.substring(0, text.indexOf("methods = [")) + "methods = [\n";
    text += "  { name = all-rows, strategy = joint }\n]\n";
    ProgramRun run = toy.run("--experiment", toy.file("joint", text));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(cell("joint", "all-rows", 0).matrix().tasks()).isEqualTo(ToyExperiment.TASKS);
  }

  @Test
  void gridsWithoutValidationRowsAreRefusedByTheNamesOfTheTasks() throws IOException {
    String text = Files.readString(Path.of(file)).replace("validation = 0.2", "validation = 0");
    ProgramRun refused = toy.run("--experiment", toy.file("rowless", text));
    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err())
        .contains("no validation rows, which grids are tried on, in tasks first, second, third")
        .contains("validation = 0.0");
    assertThat(toy.folder("rowless")).doesNotExist();
  }

  @Test
  void aRunOfSomethingElseIsRefusedAndLeftAsItIs() throws IOException {
    List<String> before = files();
    ProgramRun other = toy.run("--experiment", toy.file("max-length = 40"), "--name", "toys");
    toy.file(LEARN);
    assertThat(other.code()).isEqualTo(3);
    assertThat(other.err())
        .contains("holds a run of something else", "max-length: 32 there, 40 here", "--name");
    ProgramRun fewer = toy.run("--experiment", file, "--tasks", "2");
    assertThat(fewer.err()).contains("tasks: first, second, third there, first, second here");
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void aMethodWithOtherSettingsIsRefused() throws IOException {
    String text = Files.readString(Path.of(file)).replace("pool-size = 1", "pool-size = 2");
    ProgramRun other = toy.run("--experiment", toy.file("changed", text), "--name", "toys");
    assertThat(other.code()).isEqualTo(3);
    assertThat(other.err()).contains("experiment is toys there, changed here");
    Path same = Files.createDirectories(lake.resolve("same")).resolve("toys.conf");
    Files.writeString(same, text);
    assertThat(toy.run("--experiment", same.toString()).err())
        .contains("cells of method ada-k1 with other settings", "pool-size: 1 there, 2 here");
  }

  @Test
  void rowsThatChangedSinceAreRefused() throws IOException {
    toy.write("second", 48);
    try {
      ProgramRun changed = toy.run("--experiment", file);
      assertThat(changed.code()).isEqualTo(3);
      assertThat(changed.err()).containsPattern("rows of task second: [0-9a-f]{64} there");
    } finally {
      toy.write("second", 40);
    }
  }

  @Test
  void aClassThatTwoTasksHaveIsRefused() throws IOException {
    String text = Files.readString(Path.of(file)).replace(toy.table("third"), toy.table("first"));
    ProgramRun refused = toy.run("--experiment", toy.file("shared", text));
    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err())
        .contains("class 'first-0' is in [first, third]", "class 'first-1'", "shared-classes");
    assertThat(toy.folder("shared")).doesNotExist();
  }

  @Test
  void aFolderThatIsNoWholeRunIsRefused() throws IOException {
    Path half = Files.createDirectories(toy.folder("half").resolve("cells/probe"));
    Files.writeString(half.resolve("seed=0,order=0.json"), "{");
    ProgramRun refused = toy.run("--experiment", file, "--name", "half");
    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err()).contains("lacks experiment.json and holds cells");
    try (Stream<Path> there = Files.list(toy.folder("half"))) {
      assertThat(there).hasSize(1);
    }
    Files.writeString(toy.folder("half").resolve("experiment.json"), "{");
    assertThat(toy.run("--experiment", file, "--name", "half").err())
        .contains("experiment.json is damaged", "delete file:" + toy.folder("half") + ",");
  }

  @Test
  void aRunThatWasKilledOverItsVeryFirstFileBegins() throws IOException {
    Path folder = Files.createDirectories(toy.folder("begun"));
    Files.writeString(folder.resolve(".experiment.json.1.tmp"), "{");
    ProgramRun run = toy.run("--experiment", file, "--name", "begun", "--methods", "probe");
    assertThat(run.code()).as(run.err()).isZero();
    Files.writeString(folder.resolve("log/.000009.json.1.tmp"), "{");
    assertThat(toy.run("--experiment", file, "--name", "begun", "--methods", "probe").code())
        .isZero();
  }

  private static List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(toy.folder("toys"))) {
      return files
          .filter(Files::isRegularFile)
          .map(path -> path + " " + path.toFile().length())
          .sorted()
          .toList();
    }
  }
}
