package io.engram.jobs.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.jobs.FakeServices;
import io.engram.jobs.ProgramRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad experiment files: refused before Spark starts, everything that is wrong at once. */
class ExperimentFileTest {
  @TempDir private Path folder;

  private ProgramRun run(String text, String... more) throws IOException {
    Path file = folder.resolve("mine.conf");
    Files.writeString(file, text);
    String[] args = new String[3 + more.length];
    args[0] = "benchmark";
    args[1] = "--experiment";
    args[2] = file.toString();
    System.arraycopy(more, 0, args, 3, more.length);
    ProgramRun run = ProgramRun.of(new FakeServices().factory(), args);
    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(folder.resolve("lake")).doesNotExist();
    return run;
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() throws IOException {
    String err =
        run("""
            sentnce = "a typo"
            data { set = moonbase, tasks = 3 }
            seeds = []
            orders = 0
            learn { seed = 3 }
            methods = [
              { name = a, strategy = oracle }
              { name = a, strategy = ada }
              { name = b, strategy = ada, poolsize = 2 }
              { name = c, strategy = ada, pool-size = 0, backbone = tiny }
            ]
            """)
            .err();
    assertThat(err)
        .contains("line 1: unknown key sentnce; an experiment has data, learn, methods")
        .contains(
            "line 2: no data set 'moonbase'; there are [wordnet, wordnet-pairs, debian, debtags")
        .contains("line 3: seeds is empty")
        .contains("line 4: orders must be a whole number from 1, got 0")
        .contains("line 5: unknown key learn.seed")
        .contains("method a: strategy must be one of ada, adapters, averaging")
        .contains("line 8: two methods are named 'a'")
        .contains("line 9: unknown key methods.poolsize")
        .contains("method c: pool-size must be at least 1, got 0")
        .contains("line 10: unknown key methods.backbone");
    assertThat(err.lines().filter(line -> line.contains("poolsize"))).as("said once").hasSize(1);
  }

  @Test
  void tasksOfOneNameAndUnknownColumnsAreSaid() throws IOException {
    String err =
        run("""
            tasks = [
              { id = one, input = "a" }
              { id = one, input = "b", texts = body }
              { id = two }
            ]
            seeds = [1, 1]
            methods = [ { name = a, strategy = ada } ]
            """)
            .err();
    assertThat(err)
        .contains("line 3: two tasks are named 'one'")
        .contains("unknown key input.texts")
        .contains("line 4: each of tasks needs id and input")
        .contains("line 6: seeds has 1 twice");
  }

  @Test
  void aSettingThatIsNotAWholeNumberIsSaidWithItsMethod() throws IOException {
    String text =
        """
        data { set = wordnet, tasks = 3 }
        methods = [ { name = a, strategy = ada, grid { epochs = [1.5, 3] } } ]
        orders = 0
        """;
    assertThat(run(text).err())
        .contains("method a: Invalid value for option '--epochs'", "'1.5'")
        .contains("line 3: orders must be");
  }

  @Test
  void whatIsWrongInAnIncludedAddressIsSaidWithItsLine() throws IOException {
    Path jar = folder.resolve("shared.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      zip.putNextEntry(new ZipEntry("shared.conf"));
      zip.write("seeds = [1]\norders = 0\n".getBytes(StandardCharsets.US_ASCII));
    }
    String text =
        """
        include url("jar:%s!/shared.conf")
        data { set = wordnet, tasks = 3 }
        methods = [ { name = a, strategy = ada } ]
        """;
    assertThat(run(text.formatted(jar.toUri())).err())
        .contains("shared.conf, line 2: orders must be a whole number from 1, got 0");
  }

  @Test
  void gridsAreOfOneSize() throws IOException {
    String methods =
        """
        data { set = wordnet, tasks = 3 }
        methods = [
          { name = a, strategy = ada, grid { learning-rate = [1e-3, 1e-2] } }
          { name = b, strategy = head-only }
        ]
        """;
    assertThat(run(methods).err()).contains("some methods are tuned harder: a 2, b 1");
  }

  @Test
  void fewTasksHaveFewOrders() throws IOException {
    String text =
        """
        data { set = wordnet, tasks = 2 }
        methods = [ { name = a, strategy = ada } ]
        """;
    assertThat(run(text + "orders = 3").err())
        .contains("line 3: 2 tasks have 2 orders; orders is 3");
    assertThat(run(text, "--orders", "3").err()).contains("2 tasks have 2 orders; --orders is 3");
  }

  @Test
  void aNameThatNoTaskMayHaveIsSaidWithItsLine() throws IOException {
    assertThat(
            run("""
                tasks = [
                  { id = "My Tickets", input = "a" }
                  { id = two, input = "b" }
                ]
                methods = [ { name = a, strategy = ada } ]
                """)
                .err())
        .contains("line 2: task id 'My Tickets' is not valid: use 1 to 64 lower-case letters");
  }

  @Test
  void moreTasksThanADataSetHasAreRefused() throws IOException {
    String text =
        """
        data { set = debian, tasks = 12 }
        methods = [ { name = a, strategy = ada } ]
        """;
    assertThat(run(text).err()).contains("line 1: data.tasks is at most 11, got 12");
    assertThat(run(text.replace("debian", "wordnet").replace("12", "22")).err())
        .contains("line 1: data.tasks is at most 21, got 22");
    assertThat(run(text.replace("12", "1")).err())
        .contains("line 1: data.tasks must be a whole number from 2, got 1");
  }

  @Test
  void aDataSetIsTakenWithItsUsualNumberOfTasks() throws IOException {
    String text =
        """
        data { set = debtags }
        methods = [ { name = a, strategy = ada } ]
        """;
    assertThat(run(text, "--tasks", "41").err()).contains("--tasks must be 2 to 40, got 41");
    assertThat(run(text.replace("debtags", "debian"), "--tasks", "12").err())
        .contains("--tasks must be 2 to 11, got 12");
  }

  @Test
  void theCommandLineNamesWhatTheFileHas() throws IOException {
    String text =
        """
        data { set = wordnet, tasks = 3 }
        methods = [ { name = a, strategy = ada } ]
        """;
    assertThat(run(text, "--methods", "a,z", "--tasks", "4").err())
        .contains("--methods names 'z'; experiment mine has a")
        .contains("--tasks must be 2 to 3, got 4");
  }

  @Test
  void theProgramsExperimentsOnImagesAreValidAndTakeAllTasksOfTheirSet() {
    assertThat(tooManyTasks("quickdraw")).contains("--tasks must be 2 to 10, got 99");
    assertThat(tooManyTasks("fashion-mnist")).contains("--tasks must be 2 to 5, got 99");
    assertThat(tooManyTasks("cifar10")).contains("--tasks must be 2 to 5, got 99");
  }

  @Test
  void theProgramsExperimentsOnTextsAreValid() {
    assertThat(tooManyTasks("bert-base")).contains("--tasks must be 2 to 8, got 99");
    assertThat(tooManyTasks("wordnet")).contains("--tasks must be 2 to 10, got 99");
    assertThat(tooManyTasks("debian")).contains("--tasks must be 2 to 11, got 99");
    assertThat(tooManyTasks("debtags")).contains("--tasks must be 2 to 40, got 99");
    assertThat(tooManyTasks("wordnet-21")).contains("--tasks must be 2 to 21, got 99");
  }

  @Test
  void aFileIncludesAnotherOfItsFolderAndSaysWhichOneIsWrong() throws IOException {
    Files.writeString(
        folder.resolve("theirs.conf"),
        """
        data { set = debian, tasks = 3 }
        learn { poolsize = 2 }
        methods = [ { name = a, strategy = ada } ]
        """);
    String err =
        run("""
            include required("theirs.conf")
            data { tasks = 12 }
            """)
            .err();
    assertThat(err)
        .contains("mine.conf, line 2: data.tasks is at most 11, got 12")
        .contains("theirs.conf, line 2: unknown key learn.poolsize");
    assertThat(run("include required(\"nobodys.conf\")").err()).contains("nobodys.conf");
  }

  // What is wrong with a file is said before what is wrong with the command line.
  private static String tooManyTasks(String experiment) {
    ProgramRun run =
        ProgramRun.of(
            new FakeServices().factory(), "benchmark", "--experiment", experiment, "--tasks", "99");
    assertThat(run.code()).isEqualTo(2);
    return run.err();
  }

  @Test
  void anExperimentThatIsNotThereNamesThoseThatAre() {
    ProgramRun run =
        ProgramRun.of(new FakeServices().factory(), "benchmark", "--experiment", "wordnt");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains(
            "no experiment 'wordnt'; there are smoke, wordnet, wordnet-21, wordnet-pairs, debian");
  }
}
