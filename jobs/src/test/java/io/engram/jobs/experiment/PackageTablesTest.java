package io.engram.jobs.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.jobs.ExitCode;
import io.engram.jobs.JobException;
import io.engram.jobs.console.Progress;
import io.engram.jobs.data.debian.DebianTasks;
import io.engram.jobs.data.debian.PackageLists;
import io.engram.jobs.data.debian.ToyPackages;
import io.engram.jobs.experiment.DataSet.Place;
import io.engram.jobs.experiment.Experiment.Prepared;
import io.engram.jobs.experiment.Experiment.Table;
import io.engram.jobs.experiment.ExperimentTasks.Checked;
import io.engram.transformers.spark.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of Debian's package lists in experiments. */
class PackageTablesTest extends SparkTest {
  private static final Supplier<PackageLists> NO_LISTS =
      () -> {
        throw new AssertionError("the lists are not needed");
      };

  @TempDir private Path folder;
  private Path lists;

  @BeforeEach
  void lists() throws IOException {
    lists = Files.createDirectory(folder.resolve("lists"));
    ToyPackages.write(lists, 500);
  }

  private Place place(Supplier<PackageLists> given, boolean named) {
    var lake = new org.apache.hadoop.fs.Path(folder.resolve("lake").toString());
    DataSources sources =
        new DataSources(
            () -> {
              throw new AssertionError("WordNet is not needed");
            },
            given,
            named);
    return new Place(
        spark(),
        lake,
        new org.apache.hadoop.fs.Path(lake, "benchmarks/_shared"),
        sources,
        Progress.SILENT);
  }

  private List<Table> tables(String set, int tasks, int rows, Place place) {
    DataSet data = DataSets.named(set).orElseThrow();
    return data.tables(new Prepared(data, tasks, rows), place);
  }

  private Supplier<PackageLists> theLists() {
    return () -> PackageLists.in(lists);
  }

  @Test
  void aSetIsPreparedOnceAsTheVerbDoesItAndThenNeedsNoLists() throws IOException {
    List<Table> made = tables("debtags", 2, 60, place(theLists(), false));
    assertThat(made)
        .extracting(Table::id)
        .as("most frequent first")
        .containsExactly("debtags-implemented-in-c", "debtags-implemented-in-cpp");
    assertThat(folder.resolve("lake/data/debtags.json")).exists();
    List<String> before = files();

    new DebianTasks(spark(), folder.resolve("lake").toString())
        .tags(PackageLists.in(lists), 60, false, Progress.SILENT);
    assertThat(tables("debtags", 2, 60, place(NO_LISTS, false))).isEqualTo(made);
    assertThat(files()).as("found by the verb and by the experiment").isEqualTo(before);
  }

  @Test
  void itsTasksAreReadAsTheTablesSay() {
    DataSet set = DataSets.named("debtags").orElseThrow();
    Experiment experiment =
        new Experiment(
            "toys",
            "toys",
            new Prepared(set, 2, 60),
            0.1,
            2,
            false,
            List.of(0L),
            1,
            null,
            List.of());
    List<Checked> tasks =
        new ExperimentTasks(spark(), experiment).checked(place(theLists(), false));
    assertThat(tasks).hasSize(2);
    assertThat(tasks.get(1).manifest().classes())
        .containsExactlyInAnyOrder("implemented-in::c++", "not implemented-in::c++");
    assertThat(tasks.get(1).manifest().rows().validation()).as("of the table").isPositive();
  }

  @Test
  void moreTasksThanTheListsGiveAreRefused() {
    assertThatThrownBy(() -> tables("debtags", 3, 60, place(theLists(), false)))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("data.tasks is 3, and debtags in " + folder.resolve("lake"))
        .hasMessageContaining("has 2 tasks; take fewer");
  }

  @Test
  void anotherCutAndOtherListsAreRefusedAndNothingIsOverwritten() throws IOException {
    tables("debtags", 2, 60, place(theLists(), false));
    List<String> before = files();
    assertThatThrownBy(() -> tables("debtags", 2, 50, place(NO_LISTS, false)))
        .hasMessageContaining("rows-per-class=60}, now {")
        .hasMessageContaining("'engram data debtags --replace'");
    ToyPackages.write(lists, 510);
    assertThat(tables("debtags", 2, 60, place(NO_LISTS, false))).as("not named").hasSize(2);
    assertThatThrownBy(() -> tables("debtags", 2, 60, place(theLists(), true)))
        .hasMessageContaining("a_Packages with SHA-256");
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void aTableThatIsNotWhatWasWrittenIsRefused() {
    List<Table> made = tables("debtags", 2, 60, place(theLists(), false));
    String table = made.get(1).input().uri();
    Dataset<Row> there = spark().read().parquet(table);
    spark()
        .createDataFrame(there.limit(3).collectAsList(), there.schema())
        .write()
        .mode("overwrite")
        .parquet(table);
    assertThatThrownBy(() -> tables("debtags", 2, 60, place(NO_LISTS, false)))
        .isInstanceOfSatisfying(
            JobException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.REFUSED))
        .hasMessageContaining("implemented-in-cpp is not what 'engram data debtags' wrote")
        .hasMessageContaining("'engram data debtags --replace' writes it again");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("lake"))) {
      return files
          .filter(Files::isRegularFile)
          .map(path -> path + " " + path.toFile().lastModified())
          .sorted()
          .toList();
    }
  }
}
