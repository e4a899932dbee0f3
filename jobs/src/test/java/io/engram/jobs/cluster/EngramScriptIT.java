package io.engram.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code jobs/bin/engram}: on the real build, and in a copy of the tree where {@code mvn}, {@code
 * java} and {@code spark-submit} are scripts that note how they were called.
 */
class EngramScriptIT {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final String THIN = "jobs/target/engram-jobs-0.1.0-SNAPSHOT.jar";
  private static final String SCRIPT = "jobs/bin/engram";
  private static final Path SCRIPT_OF_THE_BUILD = ROOT.resolve(SCRIPT);
  private static final String SOURCE = "jobs/src/main/java/Some.java";
  private static final String EXPERIMENT = "conf/experiments/toys.conf";

  @TempDir private Path folder;
  private Path tree;
  private Path tools;

  @BeforeEach
  void copyTheTree() throws IOException {
    tree = folder.resolve("a tree");
    tools = folder.resolve("tools");
    for (String file :
        List.of(SCRIPT, "jobs/bin/environment.sh", "conf/spark-defaults.conf", "pom.xml")) {
      Files.createDirectories(tree.resolve(file).getParent());
      Files.copy(ROOT.resolve(file), tree.resolve(file));
    }
    for (String file : List.of("conf/reference.conf", EXPERIMENT, SOURCE)) {
      Files.createDirectories(tree.resolve(file).getParent());
      Files.writeString(tree.resolve(file), "");
    }
    for (String module : List.of("transformers", "adapters", "consolidation", "jobs")) {
      Files.createDirectories(tree.resolve(module).resolve("src/main"));
      Files.writeString(tree.resolve(module).resolve("pom.xml"), "");
    }
    tool("java/bin/java", "[[ $1 == -Xsh* ]] && echo ' java.specification.version = 17' || say");
  }

  /** A script that may {@code say} its name and arguments. */
  private void tool(String name, String body) throws IOException {
    Path file = tools.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        """
        #!/usr/bin/env bash
        say() { printf '%%s\\n' "$0" "${words[@]}"; }
        words=("$@")
        %s
        """
            .formatted(body));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Shell.Result inTree(Map<String, String> more, String... args) throws IOException {
    Map<String, String> variables = new HashMap<>();
    variables.put("JAVA_HOME", tools.resolve("java").toString());
    variables.put("PATH", tools + ":" + System.getenv("PATH"));
    variables.putAll(more);
    return script(tree.resolve(SCRIPT), variables, args);
  }

  private static Shell.Result script(Path script, Map<String, String> variables, String... args)
      throws IOException {
    String[] command = new String[args.length + 1];
    command[0] = script.toString();
    System.arraycopy(args, 0, command, 1, args.length);
    return Shell.run(variables, command);
  }

  @Test
  void onTheRealBuildItRunsTheProgramAndPassesOnWhatThatSays() throws IOException {
    Map<String, String> variables = Map.of("ENGRAM_NO_BUILD", "1", "ENGRAM_DRIVER_MEMORY", "512m");
    Path link = Files.createSymbolicLink(folder.resolve("engram"), SCRIPT_OF_THE_BUILD);
    Shell.Result help = script(link, variables, "--help");
    assertThat(help.code()).as(help.err()).isZero();
    assertThat(help.out()).contains("learn", "score", "models");
    Shell.Result wrong = script(link, variables, "learn", "--task", "birds");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("--model").doesNotContain("Exception");
  }

  @Test
  void wordsThatAreNotAsciiArriveWhereTheLocaleIsUnset() throws IOException {
    Map<String, String> cron =
        Map.of("ENGRAM_NO_BUILD", "1", "ENGRAM_DRIVER_MEMORY", "512m", "LC_ALL", "C");
    // Bytes of UTF-8 by bash: this JVM may not be able to pass the letter on.
    Shell.Result run = Shell.run(cron, "bash", "-c", SCRIPT_OF_THE_BUILD + " $'l\\xc3\\xa4rn'");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("'l\u00e4rn'");
  }

  @Test
  void whatIsNotBuiltIsBuiltOnceAndAgainAfterAChange() throws IOException {
    tool(
        "mvn",
        """
        mkdir -p jobs/target && echo built >> built
        touch %s jobs/target/classpath.txt jobs/target/classpath-natives.txt
        say"""
            .formatted(THIN));
    Shell.Result first = inTree(Map.of(), "models", "list");
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.err()).contains("Building Engram", "Built in");
    assertThat(Files.readString(tree.resolve("jobs/target/build.log"))).contains("package");
    assertThat(first.out()).endsWith("io.engram.jobs.Main\nmodels\nlist\n");
    assertThat(inTree(Map.of(), "models").err()).isEmpty();
    for (String changed : List.of(SOURCE, EXPERIMENT)) {
      Path file = tree.resolve(changed);
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
      assertThat(inTree(Map.of("ENGRAM_NO_BUILD", "1"), "models").err()).isEmpty();
      assertThat(inTree(Map.of(), "models").err()).as(changed).contains("Building Engram");
      Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
    }
    assertThat(Files.readAllLines(tree.resolve("built"))).hasSize(3);
  }

  @Test
  void aBuildThatFailsEndsWithItsErrorsAndWhereTheRestIs() throws IOException {
    tool("mvn", "echo '[INFO] reactor'; echo '[ERROR] no registry answers'; exit 1");
    Shell.Result run = inTree(Map.of(), "quickstart");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains("[ERROR] no registry answers", "the build failed", "jobs/target/build.log")
        .doesNotContain("[INFO] reactor");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void aJavaThatIsNotSeventeenIsRefusedByItsNumber() throws IOException {
    tool("java/bin/java", "echo ' java.specification.version = 11'");
    Shell.Result run = inTree(Map.of(), "--help");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("Java 17 is needed", "is Java 11", "JAVA_HOME");
  }

  @Test
  void underADistributionItsSparkSubmitGetsMasterMemoryAndWords() throws IOException {
    tool("spark/bin/spark-submit", "say");
    Map<String, String> spark =
        Map.of(
            "SPARK_HOME",
            tools.resolve("spark").toString(),
            "ENGRAM_NO_BUILD",
            "1",
            "ENGRAM_MASTER",
            "yarn",
            "ENGRAM_SUBMIT_ARGS",
            "--queue night");
    List<String> words = inTree(spark, "score", "--output", "a folder").out().lines().toList();
    assertThat(words)
        .containsSubsequence("--master", "yarn", "--driver-memory", "2g", "--queue", "night")
        .containsSubsequence("io.engram.jobs.Main", "score", "--output", "a folder");
    // Spark's launcher takes a text between quotes as one option, whatever blanks it has.
    assertThat(words.get(words.indexOf("--driver-java-options") + 1))
        .contains(" \"-Dlog4j2.configurationFile=" + tree + "/conf/log4j2.properties\"");
    assertThat(inTree(spark, "score", "--master", "spark://m:7077").out())
        .contains("--master\nspark://m:7077\n--driver-memory");
    Shell.Result lost = inTree(Map.of("SPARK_HOME", folder.toString()), "score");
    assertThat(lost.code()).isEqualTo(2);
    assertThat(lost.err()).contains("SPARK_HOME is " + folder, "no bin/spark-submit");
  }

  @Test
  void withoutADistributionTheProgramGetsMasterMemoryAndOptions() throws IOException {
    Files.createDirectories(tree.resolve("jobs/target"));
    for (String file : List.of("classpath.txt", "classpath-natives.txt")) {
      Files.writeString(tree.resolve("jobs/target").resolve(file), "some.jar");
    }
    Map<String, String> variables =
        Map.of(
            "ENGRAM_NO_BUILD",
            "1",
            "ENGRAM_MASTER",
            "spark://m:7077",
            "ENGRAM_DRIVER_MEMORY",
            "3g",
            "ENGRAM_JAVA_OPTS",
            "-Da=1 -Db=2");
    assertThat(inTree(variables, "score").out().lines())
        .contains("-Xmx3g", "-Dspark.master=spark://m:7077", "-Da=1", "-Db=2")
        .contains("-Dlog4j2.configurationFile=" + tree + "/conf/log4j2.properties");
    assertThat(inTree(variables, "score", "--master", "local[3]").out())
        .contains("-Dspark.master=local[3]\n")
        .doesNotContain("m:7077");
    assertThat(inTree(Map.of("ENGRAM_NO_BUILD", "1"), "score").out())
        .endsWith("io.engram.jobs.Main\nscore\n")
        .doesNotContain("spark.master");
  }

  @Test
  void barsMoveOnATerminalOnlyAndNeverAmongJsonLines() throws IOException {
    tool(
        "java/bin/java",
        "[[ $1 == -Xsh* ]] && echo ' java.specification.version = 17' || echo \"$ENGRAM_PROGRESS\"");
    assertThat(onATerminal(Map.of())).isEqualTo("bar");
    assertThat(intoAPipe(Map.of())).isEqualTo("lines");
    assertThat(onATerminal(Map.of("ENGRAM_LOG", "json"))).isEqualTo("none");
    assertThat(onATerminal(Map.of("ENGRAM_PROGRESS", "lines"))).isEqualTo("lines");
  }

  private String intoAPipe(Map<String, String> more) throws IOException {
    return progress(more, SCRIPT_OF_THE_BUILD + " tasks");
  }

  private String onATerminal(Map<String, String> more) throws IOException {
    return progress(more, "script -qec '" + SCRIPT_OF_THE_BUILD + " tasks' /dev/null");
  }

  private String progress(Map<String, String> more, String line) throws IOException {
    Map<String, String> variables = new HashMap<>(Map.of("ENGRAM_PROGRESS", "", "ENGRAM_LOG", ""));
    variables.put("JAVA_HOME", tools.resolve("java").toString());
    variables.put("ENGRAM_NO_BUILD", "1");
    variables.putAll(more);
    Shell.Result run = Shell.run(variables, "bash", "-c", line);
    assertThat(run.code()).as(run.err()).isZero();
    return run.lastLine().strip();
  }
}
