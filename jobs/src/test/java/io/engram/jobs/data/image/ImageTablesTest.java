package io.engram.jobs.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.jobs.JobException;
import io.engram.jobs.console.Progress;
import io.engram.jobs.data.DataManifest;
import io.engram.jobs.data.PreparedData;
import io.engram.jobs.data.TaskSize;
import io.engram.transformers.spark.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageTablesTest extends SparkTest {
  @TempDir Path folder;

  @Test
  void tasksAndThePreTrainingTableAreWrittenWithAManifest() throws IOException {
    String lake = folder.resolve("lake").toString();
    List<TaskSize> tasks = provide(lake, ToySketches.set(folder, 20), 15, false);
    assertThat(tasks)
        .containsExactly(new TaskSize("quickdraw-toys", List.of("cat", "hot dog"), 18, 4, 8));
    Dataset<Row> table = spark().read().parquet(lake + "/tasks/quickdraw-toys");
    assertThat(table.columns()).containsExactly("key", "image", "label", "split");
    assertThat(table.count()).isEqualTo(30);
    assertThat(spark().read().parquet(QuickDraw.pretraining(lake)).count()).isEqualTo(15);

    DataManifest manifest = new PreparedData(spark(), lake).check("quickdraw", Progress.SILENT);
    assertThat(manifest.sources()).extracting("path").containsExactly("toy-1.0.0.tgz");
    assertThat(manifest.settings().get("licence")).contains("CC BY 4.0", "Quick, Draw!");
    assertThat(manifest.tables())
        .extracting("folder")
        .containsExactly("tasks/quickdraw-toys", "pretrain/quickdraw");
    assertThat(manifest.tables()).extracting("rows").containsExactly(30L, 15L);
  }

  @Test
  void aSetThatIsThereIsNotReadAgainAndOtherSettingsAreRefused() throws IOException {
    String lake = folder.resolve("lake").toString();
    QuickDraw set = ToySketches.set(folder, 12);
    List<TaskSize> written = provide(lake, set, 10, false);
    QuickDraw unread =
        new QuickDraw(
            ToySketches.CLASSES,
            set.sources().get(0),
            () -> {
              throw new AssertionError("the archive was asked for");
            });
    assertThat(provide(lake, unread, 10, false)).isEqualTo(written);
    assertThatThrownBy(() -> provide(lake, unread, 11, false))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("rows-per-class=10")
        .hasMessageContaining("engram data quickdraw --replace");
    assertThat(provide(lake, set, 11, true).get(0).train()).isEqualTo(14);
  }

  @Test
  void moreRowsThanAClassHasAreTheSameRowsAndWasNotedOnceAsAskedFor() throws IOException {
    String lake = folder.resolve("lake").toString();
    QuickDraw set = ToySketches.set(folder, 12);
    ImageTables tables = new ImageTables(spark(), lake);
    List<TaskSize> tasks = tables.provideTasks(set, set.mostRows(), Progress.SILENT);
    assertThat(provide(lake, set, 300, false)).isEqualTo(tasks);
    assertThat(manifest(lake).settings()).containsEntry("rows-per-class", "100");
    assertThatThrownBy(() -> provide(lake, set, 99, false)).isInstanceOf(JobException.class);

    Path file = Path.of(lake, "data", "quickdraw.json");
    Files.writeString(file, Files.readString(file).replace("\"100\"", "\"300\""));
    DataManifest before = manifest(lake);
    assertThat(before.settings()).containsEntry("rows-per-class", "300");
    assertThat(tables.provideTasks(set, 100, Progress.SILENT)).isEqualTo(tasks);
    assertThat(provide(lake, set, 300, false)).isEqualTo(tasks);
    assertThat(manifest(lake)).isEqualTo(before);
  }

  @Test
  void tasksAloneAreWrittenWithoutTheTableToPreTrainOnWhichIsAddedWhenItIsAskedFor()
      throws IOException {
    String lake = folder.resolve("lake").toString();
    QuickDraw set = ToySketches.set(folder, 12);
    ImageTables tables = new ImageTables(spark(), lake);
    List<TaskSize> tasks = tables.provideTasks(set, 10, Progress.SILENT);
    Path pretraining = Path.of(QuickDraw.pretraining(lake));
    assertThat(pretraining).doesNotExist();
    assertThat(manifest(lake).tables())
        .extracting("folder")
        .containsExactly("tasks/quickdraw-toys");

    assertThat(provide(lake, set, 10, false)).isEqualTo(tasks);
    assertThat(pretraining).exists();
    DataManifest whole = manifest(lake);
    assertThat(whole.tables())
        .extracting("folder")
        .containsExactly("tasks/quickdraw-toys", "pretrain/quickdraw");

    FileUtils.deleteDirectory(pretraining.toFile());
    assertThat(tables.provideTasks(set, 10, Progress.SILENT)).isEqualTo(tasks);
    assertThat(manifest(lake)).isEqualTo(whole);
    assertThat(experimentTables(lake, whole, "tasks/")).isPresent();
    assertThatThrownBy(() -> experimentTables(lake, whole, "pretrain/"))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("pretrain/quickdraw is not what");
  }

  private DataManifest manifest(String lake) {
    return new PreparedData(spark(), lake).manifest("quickdraw").orElseThrow();
  }

  /** As an experiment looks for them. */
  private Optional<DataManifest> experimentTables(String lake, DataManifest whole, String below) {
    return new PreparedData(spark(), lake)
        .found("quickdraw", whole.settings(), table -> table.startsWith(below), Progress.SILENT);
  }

  private List<TaskSize> provide(String lake, ImageSet set, int rows, boolean replace) {
    return new ImageTables(spark(), lake).provide(set, rows, replace, Progress.SILENT);
  }
}
