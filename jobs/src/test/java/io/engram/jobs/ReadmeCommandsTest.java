package io.engram.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.engram.jobs.config.JobConfig;
import io.engram.jobs.console.Console;
import io.engram.jobs.console.ProgressStyle;
import io.engram.jobs.outcome.OutcomeFile;
import io.engram.jobs.verb.CommandTree;
import io.engram.jobs.verb.VerbContext;
import io.engram.transformers.spark.SparkTest;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the pages tell people to type. The commands of the first hour are run here; those of the
 * README that need a cluster are run by {@code SparkSubmitIT}, here only their words are checked.
 * The chapter from an empty machine to a schedule, whose blocks say {@code sh}, is run by {@code
 * AirflowIT}.
 */
class ReadmeCommandsTest extends SparkTest {
  private static final String LAUNCHER = "jobs/bin/engram";
  private static final String SUBMIT = "spark-submit";
  private static final String ASSEMBLY = "-assembly.jar";
  private static final List<String> ENGLISH =
      List.of("the", "house", "with", "garden", "is", "our", "very", "old", "tree", "and");
  private static final List<String> GERMAN =
      List.of("das", "haus", "mit", "garten", "ist", "unser", "sehr", "alter", "baum", "und");

  @Test
  void everyCommandOfThePagesIsUnderstood() {
    List<String[]> commands = new ArrayList<>();
    for (String page : List.of("README.md", "jobs/README.md", ".github/CONTRIBUTING.md")) {
      ReadmeCommands.of(page, LAUNCHER)
          .forEach(command -> commands.add(ReadmeCommands.wordsAfter(command, LAUNCHER)));
      ReadmeCommands.of(page, SUBMIT)
          .forEach(command -> commands.add(ReadmeCommands.wordsAfter(command, ASSEMBLY)));
    }
    assertThat(commands).hasSizeGreaterThanOrEqualTo(9);
    Console silent =
        new Console(
            new PrintStream(OutputStream.nullOutputStream()),
            new PrintStream(OutputStream.nullOutputStream()),
            ProgressStyle.NONE);
    VerbContext context =
        new VerbContext(
            silent,
            JobConfig.reference(),
            Map.of(),
            new FakeServices().factory(),
            new OutcomeFile(Optional.empty(), new FakeServices().factory(), silent));
    for (String[] words : commands) {
      assertThatCode(() -> CommandTree.commandLine(context).parseArgs(words))
          .as(String.join(" ", words))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void theFirstHourRunsAsItIsWritten(@TempDir Path folder) throws IOException {
    table(folder.resolve("tickets.csv"), 24, true);
    table(folder.resolve("labelled.csv"), 8, true);
    table(folder.resolve("new.csv"), 6, false);
    stories(folder.resolve("stories.csv"));
    mixed(folder.resolve("mixed.csv"));
    Files.createDirectory(folder.resolve("incoming"));
    table(folder.resolve("incoming/today.csv"), 6, false);
    for (int i = 0; i < 12; i++) {
      drawing(folder.resolve("shapes/circle/" + i + ".png"), i, true);
      drawing(folder.resolve("shapes/line/" + i + ".png"), i, false);
      drawing(folder.resolve("drawings/" + i + ".png"), i + 1, i % 2 == 0);
    }
    List<String> commands =
        ReadmeCommands.of("README.md", LAUNCHER).stream()
            .filter(command -> !command.matches(".*(quickstart|benchmark).*"))
            .toList();
    assertThat(commands).hasSizeGreaterThanOrEqualTo(4);
    for (String command : commands) {
      String[] words =
          Arrays.stream(ReadmeCommands.wordsAfter(command, LAUNCHER))
              .map(word -> inFolder(word, folder))
              .toArray(String[]::new);
      ProgramRun run = ProgramRun.of(settings -> new RunningSession(spark()), words);
      assertThat(run.code()).as(command + "\n" + run.err()).isZero();
      assertThat(run.out()).as(command).isNotBlank();
    }
    for (String scored : List.of("scored", "scored-stream")) {
      assertThat(spark().read().parquet(folder.resolve(scored).toString()).count()).isEqualTo(12);
    }
    assertThat(
            spark()
                .read()
                .parquet(folder.resolve("scored-all").toString())
                .where("modelVersion = 2")
                .count())
        .as("two tasks a row")
        .isEqualTo(24);
    assertThat(
            spark()
                .read()
                .parquet(folder.resolve("scored-shapes").toString())
                .where("prediction in ('circle', 'line') and error is null")
                .count())
        .isEqualTo(12);
    Dataset<Row> told = spark().read().parquet(folder.resolve("topics/told").toString());
    assertThat(told.where("tags = 'german' and array_contains(labels, 'german')").count())
        .isGreaterThan(30);
    assertThat(told.where("tags = 'german' and array_contains(labels, 'english')").count())
        .isLessThan(10);
    assertThat(told.where("size(labelProbabilities) = 3").count()).isEqualTo(160);
  }

  // Files of the reader's folder and the lake in it.
  private static String inFolder(String word, Path folder) {
    return word.startsWith("./") || word.endsWith(".csv") || word.equals("scored")
        ? folder.resolve(word).normalize().toString()
        : word;
  }

  /** English, German, both in one text, and rows that are neither. */
  private static void stories(Path file) throws IOException {
    List<String> lines = new ArrayList<>(List.of("body,tags"));
    for (int i = 0; i < 40; i++) {
      lines.add(sentence(ENGLISH, i) + ",english");
      lines.add(sentence(GERMAN, i) + ",german");
      lines.add(sentence(ENGLISH, i) + " " + sentence(GERMAN, i) + ",\"english,german\"");
      lines.add("1 2 3 " + i + ",neither");
    }
    Files.write(file, lines);
  }

  /** Rows of both tasks. */
  private static void mixed(Path file) throws IOException {
    List<String> lines = new ArrayList<>(List.of("body,task,label"));
    for (int i = 0; i < 6; i++) {
      lines.add(sentence(GERMAN, i) + ",language,german");
      lines.add(sentence(ENGLISH, i) + ",urgency," + (i % 2 == 0 ? "high" : "low"));
    }
    Files.write(file, lines);
  }

  private static void table(Path file, int rows, boolean labelled) throws IOException {
    List<String> lines = new ArrayList<>(List.of(labelled ? "body,language,urgency" : "body"));
    for (int i = 0; i < rows; i++) {
      String urgency = i % 2 == 0 ? ",high" : ",low";
      lines.add(sentence(ENGLISH, i) + (labelled ? ",english" + urgency : ""));
      lines.add(sentence(GERMAN, i) + (labelled ? ",german" + urgency : ""));
    }
    Files.write(file, lines);
  }

  private static String sentence(List<String> words, int number) {
    return words.get(number % 10)
        + " "
        + words.get((number / 2 + 3) % 10)
        + " "
        + words.get((number * 7 + 1) % 10)
        + " "
        + number;
  }

  private static void drawing(Path file, int number, boolean circle) throws IOException {
    BufferedImage picture = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D pen = picture.createGraphics();
    if (circle) {
      pen.drawOval(2 + number % 4, 3, 20, 20 - number % 3);
    } else {
      pen.drawLine(2, 3 + number, 25, 24 - number);
    }
    pen.dispose();
    Files.createDirectories(file.getParent());
    ImageIO.write(picture, "png", file.toFile());
  }
}
