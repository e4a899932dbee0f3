package io.engram.jobs.data.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.jobs.ExitCode;
import io.engram.jobs.JobException;
import io.engram.jobs.ProgramRun;
import io.engram.jobs.RunningSession;
import io.engram.jobs.console.Progress;
import io.engram.jobs.data.DataManifest;
import io.engram.jobs.data.PreparedData;
import io.engram.jobs.data.TaskCut;
import io.engram.jobs.data.TaskRow;
import io.engram.transformers.spark.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DebianTasksTest extends SparkTest {

  @Test
  void sectionsAreElevenTasksOfFourClassesAndNoClassIsInTwo() {
    List<TaskCut> tasks = SectionTasks.cut(List.of(), 300);
    assertThat(tasks).hasSize(11).allSatisfy(task -> assertThat(task.classes()).hasSize(4));
    assertThat(tasks.stream().flatMap(task -> task.classes().stream()))
        .hasSize(44)
        .doesNotHaveDuplicates();
    assertThat(tasks).allSatisfy(t -> assertThat(t.id()).matches("[a-z0-9][a-z0-9._-]{0,63}"));
  }

  @Test
  void rowsOfASectionAreSampledWithoutRepeatingATextOrSplittingASource() {
    List<DebianPackage> packages = ToyPackages.of(700);
    TaskCut scripting = SectionTasks.cut(packages, 50).get(0);
    assertThat(scripting.rows()).hasSize(200);
    assertThat(scripting.rows().stream().map(TaskRow::text)).doesNotHaveDuplicates();
    assertThat(scripting.testRows()).isBetween(20L, 60L);
    assertThat(scripting.validationRows()).isBetween(5L, 40L);
    Map<String, String> sources = new HashMap<>();
    packages.forEach(p -> sources.put(p.name(), p.source()));
    Map<String, Set<String>> splits =
        scripting.rows().stream()
            .collect(
                Collectors.groupingBy(
                    row -> sources.get(row.key()),
                    Collectors.mapping(TaskRow::split, Collectors.toSet())));
    assertThat(splits.values()).allSatisfy(split -> assertThat(split).hasSize(1));
    assertThat(splits.size()).as("sources with several packages").isLessThan(200);
  }

  @Test
  void aRowKeepsItsSplitWhateverElseIsInTheLists() {
    Map<String, String> all = splits(SectionTasks.cut(ToyPackages.of(700), 300).get(0));
    Map<String, String> some = splits(SectionTasks.cut(ToyPackages.of(350), 300).get(0));
    some.keySet().retainAll(all.keySet());
    assertThat(some).hasSizeGreaterThan(150);
    assertThat(all).containsAllEntriesOf(some);
  }

  @Test
  void dataIsWrittenOnceAndFoundAgainUnlessItsFilesOrRowsDiffer(@TempDir Path folder)
      throws IOException {
    Path lists = Files.createDirectory(folder.resolve("lists"));
    ToyPackages.write(lists, 500);
    String lake = folder.resolve("lake").toString();
    ProgramRun first = data("debtags", lake, lists);
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.out()).contains("debtags-implemented-in-cpp");
    List<Row> labels = spark().read().parquet(lake + "/tables/debtags").collectAsList();
    assertThat(labels).hasSizeGreaterThan(400);
    assertThat(labels).anyMatch(row -> !row.getList(row.fieldIndex("labels")).isEmpty());

    DataManifest manifest = new PreparedData(spark(), lake).check("debtags", Progress.SILENT);
    assertThat(manifest.sources()).hasSize(2);
    assertThat(manifest.tables()).hasSize(3);
    assertThat(data("debtags", lake, lists).code()).isZero();

    ToyPackages.write(lists, 510);
    ProgramRun other = data("debtags", lake, lists);
    assertThat(other.code()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(other.err())
        .contains("a_Packages with SHA-256", "--replace")
        .doesNotContain("\tat ");
    assertThat(data("debtags", lake, lists, "--rows-per-class", "8", "--replace").code()).isZero();
    assertThat(data("debtags", lake, lists).err()).contains("rows-per-class");

    Path manifestFile = Path.of(lake, "data", "debtags.json");
    byte[] whole = Files.readAllBytes(manifestFile);
    Files.write(manifestFile, Arrays.copyOf(whole, 20));
    assertThat(data("debtags", lake, lists).err()).contains("is no manifest of a data set");
    Files.write(manifestFile, whole);

    String table = lake + "/tasks/debtags-implemented-in-c";
    List<Row> rows = spark().read().parquet(table).limit(3).collectAsList();
    spark()
        .createDataFrame(rows, spark().read().parquet(table).schema())
        .write()
        .mode("overwrite")
        .parquet(table);
    assertThatThrownBy(() -> new PreparedData(spark(), lake).check("debtags", Progress.SILENT))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("debtags-implemented-in-c is not what 'engram data debtags' wrote")
        .hasMessageContaining("found 3");
    assertThatThrownBy(() -> new PreparedData(spark(), lake).check("debian", Progress.SILENT))
        .hasMessageContaining("no data set debian");
  }

  private static ProgramRun data(String name, String lake, Path lists, String... more) {
    List<String> words =
        new ArrayList<>(List.of("data", name, "--lake", lake, "--lists", lists.toString()));
    words.addAll(List.of(more));
    return ProgramRun.of(settings -> new RunningSession(spark()), words.toArray(String[]::new));
  }

  private static Map<String, String> splits(TaskCut task) {
    return task.rows().stream().collect(Collectors.toMap(TaskRow::key, TaskRow::split));
  }
}
