package io.engram.jobs.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.jobs.JobException;
import io.engram.jobs.console.Progress;
import io.engram.jobs.data.image.ToyImages;
import io.engram.jobs.experiment.DataSet.Place;
import io.engram.jobs.experiment.Experiment.Prepared;
import io.engram.jobs.experiment.Experiment.Table;
import io.engram.transformers.spark.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageDataTest extends SparkTest {
  @TempDir private Path folder;

  @Test
  void experimentsUseTheTablesOfTheVerbWithTheirImageColumn() throws IOException {
    DataSet set = new ImageData(ToyImages.set(folder));
    ToyImages.write(spark(), folder.resolve("lake").toString(), folder, 12);
    List<Table> tables = set.tables(new Prepared(set, 1, 12), place());
    assertThat(tables).extracting(Table::id).containsExactly("quickdraw-toys");
    assertThat(tables.get(0).input().imageCol()).isEqualTo(Optional.of("image"));
    assertThatThrownBy(() -> set.tables(new Prepared(set, 1, 10), place()))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("rows-per-class=12");
  }

  @Test
  void anExperimentOfMoreRowsThanThereAreUsesTheTablesOfAllAlsoWhereTheyNoteMore()
      throws IOException {
    DataSet set = new ImageData(ToyImages.set(folder));
    ToyImages.write(spark(), folder.resolve("lake").toString(), folder, 100);
    assertThat(set.tables(new Prepared(set, 1, 300), place())).hasSize(1);
    Path manifest = folder.resolve("lake/data/quickdraw.json");
    Files.writeString(manifest, Files.readString(manifest).replace("\"100\"", "\"300\""));
    assertThat(set.tables(new Prepared(set, 1, 300), place())).hasSize(1);
  }

  @Test
  void tablesThatAreNotThereAreNotMadeAndTheCommandIsSaid() {
    DataSet cifar = DataSets.named("cifar10").orElseThrow();
    assertThat(cifar.most()).hasValue(5);
    assertThat(DataSets.named("quickdraw").orElseThrow().most()).hasValue(10);
    assertThatThrownBy(() -> cifar.tables(new Prepared(cifar, 2, 50), place()))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("make it with 'engram data cifar10 --lake")
        .hasMessageContaining("--rows-per-class 50 --accept-unstated-licence'");
  }

  private Place place() {
    var lake = new org.apache.hadoop.fs.Path(folder.resolve("lake").toString());
    DataSources none =
        new DataSources(
            () -> {
              throw new AssertionError("WordNet is not needed");
            },
            () -> {
              throw new AssertionError("lists are not needed");
            },
            false);
    return new Place(
        spark(), lake, new org.apache.hadoop.fs.Path(lake, "shared"), none, Progress.SILENT);
  }
}
