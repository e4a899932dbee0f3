package io.engram.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.engram.consolidation.task.DataProblem;
import io.engram.consolidation.task.DataRefusedException;
import io.engram.jobs.service.EvaluateRequest;
import io.engram.jobs.service.LearnRequest;
import io.engram.jobs.service.ScoreRequest;
import io.engram.jobs.service.ScoreRequest.TaskChoice;
import io.engram.transformers.image.ImageLimits;
import io.engram.transformers.spark.PictureReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  private static final String[] LEARN = {
    "learn", "--model", "lake/m", "--task", "animal", "--input", "lake/t"
  };

  private final FakeServices services = new FakeServices();

  private ProgramRun run(String... args) {
    return ProgramRun.of(services.factory(), args);
  }

  private ProgramRun learn(String... more) {
    String[] args = new String[LEARN.length + more.length];
    System.arraycopy(LEARN, 0, args, 0, LEARN.length);
    System.arraycopy(more, 0, args, LEARN.length, more.length);
    return run(args);
  }

  private LearnRequest learnt() {
    return (LearnRequest) services.requests.get(0);
  }

  @Test
  void withoutArgumentsShowsTheVerbs() {
    ProgramRun run = run();
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("quickstart", "learn", "score", "evaluate", "models", "backbone");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "quickstart",
        "learn",
        "score",
        "evaluate",
        "models list",
        "models show",
        "models export",
        "models gc",
        "models erase",
        "models resume",
        "models diff",
        "models rollback",
        "models verify",
        "models alias",
        "backbone import",
        "backbone list",
        "backbone check",
        "backbone pretrain",
        "data wordnet",
        "data debian",
        "data debtags",
        "data quickdraw",
        "data fashion-mnist",
        "data cifar10"
      })
  void everyVerbHasAPageWithAnExample(String verb) {
    ProgramRun run = run((verb + " --help").split(" "));
    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("Usage: engram " + verb, "Example:", "engram " + verb + " --");
    assertThat(run.out()).contains("--json", "--config", "--master");
    assertThat(run.out().lines()).allMatch(line -> line.length() <= 110);
  }

  @Test
  void helpSaysDefaultsOfTheReference() {
    assertThat(run("learn", "--help").out()).containsPattern("--pool-size=K[^-]*Default: 4");
  }

  @Test
  void unknownVerbIsWrongUsageWithASuggestion() {
    ProgramRun run = run("lern");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("lern").contains("learn");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void unknownOptionIsWrongUsageWithASuggestion() {
    ProgramRun run = learn("--pool-sise", "3");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--pool-sise").contains("--pool-size");
    assertThat(services.requests).isEmpty();
  }

  @Test
  void aWordThatBeginsWithAtIsNoFileOfMoreWords(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("words"), "--help");
    ProgramRun run = run("@" + file);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("'@" + file + "'");
  }

  @Test
  void aRegistryWithoutASchemeIsWrongUsage() {
    ProgramRun run =
        run("data", "quickdraw", "--lake", "lake", "--npm-registry", "registry.example/npm");
    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.err())
        .contains("--npm-registry", "'registry.example/npm' without https:")
        .doesNotContain("Exception");
  }

  @Test
  void anUnknownDisplayOfProgressIsWrongUsage() {
    for (String[] args : new String[][] {{}, LEARN}) {
      ProgramRun run = ProgramRun.of(services.factory(), Map.of("ENGRAM_PROGRESS", "wide"), args);
      assertThat(run.code()).isEqualTo(2);
      assertThat(run.err())
          .isEqualTo("engram: ENGRAM_PROGRESS must be bar, lines or none, got 'wide'\n");
    }
    assertThat(services.requests).isEmpty();
    ProgramRun run = ProgramRun.of(services.factory(), Map.of("ENGRAM_PROGRESS", " Bar"), LEARN);
    assertThat(run.code()).as(run.err()).isZero();
  }

  @Test
  void missingInputIsWrongUsage() {
    ProgramRun run = run("learn", "--model", "m", "--task", "t");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--input");
    assertThat(services.requests).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "data wordnet --lake lake, 7, 8",
    "data wordnet-pairs --lake lake, 0, 1",
    "data debtags --lake lake, 0, 1",
    "data quickdraw --lake lake, -1, 1",
    "quickstart --lake lake, 7, 8"
  })
  void tooFewRowsAClassAreWrongUsageAndTheLeastIsSaid(String words, String rows, String least) {
    ProgramRun run = run((words + " --rows-per-class " + rows).split(" "));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains("--rows-per-class must be at least " + least + ", got " + rows)
        .doesNotContain("\tat ");
  }

  @Test
  void groupWithoutVerbIsWrongUsage() {
    ProgramRun run = run("models");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains("list, show, diff, verify, alias, rollback, export, resume, erase, gc");
  }

  @Test
  void defaultsComeFromTheReference() {
    assertThat(learn().code()).isZero();
    assertThat(learnt().settings().poolSize()).isEqualTo(4);
    assertThat(learnt().settings().strategy()).isEqualTo("ada");
    assertThat(learnt().settings().training().learningRate()).isEqualTo(1e-3);
    assertThat(learnt().settings().adapter().fromLayer()).isEmpty();
    assertThat(learnt().input().textCol()).isEqualTo("text");
    assertThat(learnt().input().textPairCol()).isEmpty();
    assertThat(learnt().input().keyCols()).isEmpty();
    assertThat(services.opened.get(0).master()).isEqualTo("local[*]");
    assertThat(services.closed).isEqualTo(1);
  }

  @Test
  void commandLineGoesBeforeFileGoesBeforeReference(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("mine.conf"),
            """
            learn { pool-size = 9, epochs = 3 }
            input { text-col = body, key-cols = "a,b", options { header = true, sep = ";" } }
            spark.conf { spark.sql.shuffle.partitions = 8 }
            """);
    learn(
        "--config",
        file.toString(),
        "--pool-size",
        "2",
        "--option",
        "sep=,",
        "--spark-conf",
        "a=b");
    assertThat(learnt().settings().poolSize()).isEqualTo(2);
    assertThat(learnt().settings().training().epochs()).isEqualTo(3);
    assertThat(learnt().settings().training().batchSize()).isEqualTo(32);
    assertThat(learnt().input().textCol()).isEqualTo("body");
    assertThat(learnt().input().keyCols()).containsExactly("a", "b");
    assertThat(learnt().input().options())
        .containsOnly(Map.entry("header", "true"), Map.entry("sep", ","));
    assertThat(services.opened.get(0).conf())
        .containsOnly(Map.entry("spark.sql.shuffle.partitions", "8"), Map.entry("a", "b"));
  }

  @Test
  void everyFaultOfASettingsFileIsSaidAtOnce(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("bad.conf"), "learn { pool-sise = 9, epochs = many }\nspeed = 3\n");
    ProgramRun run = learn("--config=" + file);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("learn.pool-sise", "learn.epochs must be a number", "speed");
    assertThat(run.err()).doesNotContain("\tat ");
  }

  @Test
  void aBatchOfNoRowsIsRefused() {
    for (String verb : List.of("score", "evaluate")) {
      List<String> words =
          new ArrayList<>(List.of(verb, "--model", "m", "--task", "t", "--input", "i"));
      words.addAll(List.of("--batch-size", "0"));
      if (verb.equals("score")) {
        words.addAll(List.of("--output", "o"));
      }
      ProgramRun run = run(words.toArray(String[]::new));
      assertThat(run.code()).isEqualTo(2);
      assertThat(run.err()).contains("--batch-size must be at least 1");
    }
  }

  @Test
  void limitsOfPicturesComeFromTheSettingsAndReachEveryVerbThatReadsThem(@TempDir Path folder)
      throws IOException {
    assertThat(learn().code()).isZero();
    assertThat(learnt().input().pictures()).isEqualTo(PictureReading.DEFAULT);
    Path file =
        Files.writeString(
            folder.resolve("mine.conf"),
            "input { image-max-pixels = 1000, image-max-seconds = 0.5, image-threads = 2 }");
    PictureReading expected = new PictureReading(ImageLimits.of(1000, 77, 0.5), 2);
    services.requests.clear();
    learn("--config=" + file, "--image-max-bytes=77");
    assertThat(learnt().input().pictures()).isEqualTo(expected);
    services.requests.clear();
    String[] score = {"score", "--model", "m", "--task", "t", "--input", "i", "--output", "o"};
    List<String> words = new ArrayList<>(List.of(score));
    words.addAll(List.of("--config=" + file, "--image-max-bytes=77"));
    run(words.toArray(String[]::new));
    assertThat(((ScoreRequest) services.requests.get(0)).input().pictures()).isEqualTo(expected);
    services.requests.clear();
    run(
        "evaluate",
        "--model=m",
        "--task=t",
        "--input=i",
        "--config=" + file,
        "--image-max-bytes=77");
    assertThat(((EvaluateRequest) services.requests.get(0)).input().pictures()).isEqualTo(expected);
  }

  @Test
  void limitsOfPicturesThatCannotBeMeantAreRefusedAllAtOnce() {
    ProgramRun run =
        learn(
            "--image-max-pixels=0",
            "--image-max-bytes=-1",
            "--image-max-seconds=NaN",
            "--image-threads=129");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains("--image-max-pixels must be from 1 to 268435455, got 0")
        .contains("--image-max-bytes must be from 1 to 2147483647, got -1")
        .contains("--image-max-seconds must be a number greater than 0, got NaN")
        .contains("--image-threads must be from 1 to 128, got 129");
    assertThat(services.requests).isEmpty();
    assertThat(learn("--image-max-pixels=300000000").err()).contains("got 300000000");
  }

  @Test
  void everyFaultOfARequestIsSaidAtOnce() {
    ProgramRun run =
        run(
            "learn",
            "--model",
            "m",
            "--task",
            "Bad Id",
            "--input",
            "t",
            "--pool-size",
            "0",
            "--adapter",
            "x",
            "--rank",
            "0",
            "--alpha",
            "0",
            "--slot-width",
            "-1",
            "--strategy",
            "y",
            "--transferability",
            "z");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains("Bad Id", "--pool-size", "--adapter", "--strategy", "--transferability")
        .contains("--rank", "--alpha", "--slot-width", "houlsby, pfeiffer, lora, full")
        .contains(
            "ada, adapters, averaging", "leep, transrate, transrate-plain, random, least-loaded");
  }

  @Test
  void rowsWithCharactersThatWereBrokenBeforeAreCounted() {
    assertThat(learn().out()).contains("Text with characters that were broken before (U+FFFD): 5");
  }

  @Test
  void jsonIsTheLastLineOfTheOutput() throws IOException {
    ProgramRun run = learn("--json");
    JsonNode json = new ObjectMapper().readTree(run.lastLine());
    assertThat(json.get("task").asText()).isEqualTo("animal");
    assertThat(json.get("accuracy").asDouble()).isEqualTo(0.875);
    assertThat(json.get("version").asLong()).isEqualTo(7);
    assertThat(json.get("accuracies").get("older").isNull()).isTrue();
  }

  @Test
  void evaluatePrintsRecallAndPrecision() throws IOException {
    ProgramRun run =
        run("evaluate", "--model", "m@production", "--task", "t", "--input", "i", "--json");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("accuracy 60.0 %").containsPattern("no +6 +50.0 +75.0");
    assertThat(new ObjectMapper().readTree(run.lastLine()).get("accuracy").asDouble())
        .isEqualTo(0.6);
  }

  @Test
  void evaluateSaysHowWellLabelsAreToldWithAndWithoutTheCorrection() throws Exception {
    ProgramRun run = run("evaluate", "--model", "m", "--all-tasks", "--input", "i", "--json");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("2 labels, version 7, 10 rows: micro F1 75.0 %", "macro average precision 75.0 %")
        .contains("Without the correction", "Without an answer: 1")
        .containsPattern("never +0 +0 +- +- +0.0 +-")
        .containsPattern("often +8 +8 +75.0 +75.0 +75.0 +75.0");
    assertThat(new ObjectMapper().readTree(run.lastLine()).get("macroF1").asDouble())
        .isEqualTo(0.375);
    assertThat(run("evaluate", "--model", "m", "--input", "i").err())
        .contains("give one of --task and --all-tasks");
  }

  @Test
  void evaluateTellsAccuracyWithAndWithoutTaskIdsApartAndInJsonAlike() throws Exception {
    ProgramRun run = run("evaluate --model m --task auto --task-col t --input i --json".split(" "));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("Version 7, 40 rows of 2 tasks")
        .containsPattern("task told +60.0 %")
        .containsPattern("task and class +55.0 %")
        .containsPattern("the task +95.0 %")
        .containsPattern("nearest class +52.5 %")
        .contains("Tasks were found by LDA, the nearest class.")
        .contains("above 0.95 10.0 % of the rows")
        .contains("Without a prediction: 1 (row k9: is null)")
        .containsPattern("birds +10 +90.0 +70.0 +80.0 +60.0 +fish \\(2\\)")
        .containsPattern("mean over tasks +70.0 +60.0 +90.0 +55.0");
    JsonNode json = new ObjectMapper().readTree(run.lastLine());
    assertThat(json.get("accuracy").asDouble()).isEqualTo(0.6);
    assertThat(json.get("routedAccuracy").asDouble()).isEqualTo(0.55);
    assertThat(json.get("routingAccuracy").asDouble()).isEqualTo(0.95);
    assertThat(json.at("/meanOverTasks/routedAccuracy").asDouble()).isEqualTo(0.6);
    assertThat(json.at("/tasks/birds/foundTasks/fish").asLong()).isEqualTo(2);
    assertThat(json.at("/tasks/fish/noveltyAbove95").isNull()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--task auto;--task auto needs --task-col COLUMN",
        "--task t --task-col c;--task t is one task for all rows",
        "--all-tasks --task-col c;--all-tasks asks every row all labels",
        "--task auto --task-col Label;--task-col and --label-col are both 'Label'",
        "--task-col c;give one of --task and --all-tasks",
      })
  void evaluateSaysInOneMessageWhatIsWrongAboutTasks(String wordsAndMessage) {
    String[] parts = wordsAndMessage.split(";");
    ProgramRun run = run(("evaluate --model m --input i " + parts[0]).split(" "));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(parts[1]);
  }

  @Test
  void scoreAsksOneTaskAColumnOrAll() {
    String[] base = {"score", "--model", "m#3", "--input", "i", "--output", "o"};
    assertThat(score(base, "--task", "t")).isEqualTo(new TaskChoice.One("t"));
    assertThat(score(base, "--task-col", "c")).isEqualTo(new TaskChoice.Column("c"));
    assertThat(score(base, "--all-tasks")).isEqualTo(new TaskChoice.All("rows"));
    assertThat(score(base, "--all-tasks", "--all-tasks-as", "map"))
        .isEqualTo(new TaskChoice.All("map"));
    assertThat(score(base, "--all-tasks", "--all-tasks-as", "labels"))
        .isEqualTo(new TaskChoice.All("labels"));
    assertThat(run(more(base, "--all-tasks", "--all-tasks-as", "set")).err())
        .contains("--all-tasks-as must be rows, map or labels, got set");
    assertThat(run(more(base, "--task", "t", "--task-col", "c")).err()).contains("give one of");
    assertThat(run(more(base, "--task", "t", "--output-format", "csv")).err())
        .contains("--output-format csv", "parquet");
    assertThat(run(base).code()).isEqualTo(2);
    assertThat(run(base).err()).contains("--task ID, --task-col COLUMN or --all-tasks");
    assertThat(run(more(base, "--task-col", "c", "--task-as", "d")).err()).contains("leave it out");
  }

  @Test
  void flagsAndTasksOfTheCommandLineGoBeforeThoseOfTheFile(@TempDir Path folder)
      throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("mine.conf"),
            """
            score { overwrite = true, task-col = belongs }
            learn { train-heads = true, replace = true }
            """);
    String[] base = {
      "score", "--model", "m", "--input", "i", "--output", "o", "--config", file.toString()
    };
    assertThat(score(base)).isEqualTo(new TaskChoice.Column("belongs"));
    assertThat(scored().overwrite()).isTrue();
    assertThat(score(base, "--task", "t", "--overwrite")).isEqualTo(new TaskChoice.One("t"));
    assertThat(scored().overwrite()).isTrue();
    assertThat(score(base, "--all-tasks", "--no-overwrite")).isEqualTo(new TaskChoice.All("rows"));
    assertThat(scored().overwrite()).isFalse();
    services.requests.clear();
    learn("--config=" + file, "--train-heads", "--replace");
    assertThat(learnt().settings().distillation().trainHeads()).isTrue();
    assertThat(learnt().replace()).isTrue();
    services.requests.clear();
    learn("--config=" + file, "--no-train-heads", "--no-replace");
    assertThat(learnt().settings().distillation().trainHeads()).isFalse();
    assertThat(learnt().replace()).isFalse();
  }

  private ScoreRequest scored() {
    return (ScoreRequest) services.requests.get(0);
  }

  private TaskChoice score(String[] base, String... more) {
    services.requests.clear();
    assertThat(run(more(base, more)).code()).isZero();
    return scored().tasks();
  }

  private static String[] more(String[] base, String... more) {
    String[] args = java.util.Arrays.copyOf(base, base.length + more.length);
    System.arraycopy(more, 0, args, base.length, more.length);
    return args;
  }

  @Test
  void refusedDataIsExitCodeThreeWithoutStackTrace() throws IOException {
    services.failure =
        new RuntimeException(
            "Job aborted",
            new DataRefusedException(
                "animal",
                "lake/t",
                List.of(
                    new DataProblem(
                        "null-text",
                        "text",
                        null,
                        List.of("k1"),
                        1,
                        "1 text is null",
                        "Remove it."))));
    ProgramRun run = learn("--json");
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("task animal, table lake/t", "row k1").doesNotContain("\tat ");
    assertThat(new ObjectMapper().readTree(run.lastLine()).get("exitCode").asInt()).isEqualTo(3);
  }

  @Test
  void aFaultOfTheProgramIsExitCodeOneWithStackTrace() {
    services.failure = new IllegalStateException("boom");
    ProgramRun run = learn();
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("boom", "\tat ");
    assertThat(services.closed).isEqualTo(1);
  }

  @Test
  void errorsOfTheJvmEndInAnOutcomeToo(@TempDir Path folder) throws IOException {
    for (Error error :
        List.of(new OutOfMemoryError("Java heap space"), new UnsatisfiedLinkError("libtorch.so"))) {
      services.error = error;
      Path file = folder.resolve(error.getClass().getSimpleName());
      ProgramRun run = learn("--json", "--outcome", file.toString());
      assertThat(run.code()).isEqualTo(1);
      assertThat(run.err()).contains(error.getClass().getSimpleName(), error.getMessage());
      assertThat(new ObjectMapper().readTree(run.lastLine()).get("error").asText())
          .contains(error.getMessage());
      assertThat(Files.readString(file)).contains(error.getMessage(), "\"exitCode\"");
    }
  }

  @Test
  void stackTraceOfAUserErrorOnlyWhenAsked() {
    services.failure = JobException.refused("no such task");
    assertThat(learn().err()).isEqualTo("engram: no such task" + System.lineSeparator());
    assertThat(learn("--stacktrace").err()).contains("\tat ");
    assertThat(ProgramRun.of(services.factory(), Map.of("ENGRAM_DEBUG", "1"), LEARN).err())
        .contains("\tat ");
  }
}
