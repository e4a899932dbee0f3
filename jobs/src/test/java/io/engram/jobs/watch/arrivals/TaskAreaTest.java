package io.engram.jobs.watch.arrivals;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskAreaTest {
  @TempDir private Path lake;

  private TaskArea area() {
    return new TaskArea(new org.apache.hadoop.fs.Path(lake.toUri()), new Configuration());
  }

  private void write(String path) throws IOException {
    Path file = lake.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, path);
  }

  @Test
  void aLakeWithoutTasksHasNone() throws IOException {
    assertThat(area().list()).isEmpty();
  }

  @Test
  void onlyWhatASourceOfSparkWouldReadCountsAsData() throws IOException {
    write("tasks/a/part-0.parquet");
    write("tasks/a/day=1/part-1.parquet");
    write("tasks/a/_year=2/part-2.parquet");
    write("tasks/a/_temporary/0/part-3.parquet");
    write("tasks/a/.part-0.parquet.crc");
    write("tasks/a/.spark-staging-1/part-4.parquet");
    write("tasks/b/.part.tmp");
    write("tasks/_hidden/part-0.parquet");
    write("tasks/a-file");
    List<Arrival> arrivals = area().list();
    assertThat(arrivals).extracting(Arrival::task).containsExactly("a");
    assertThat(arrivals.get(0).files()).isEqualTo(3);
    assertThat(arrivals.get(0).bytes())
        .as("every file holds its path")
        .isEqualTo(
            "tasks/a/part-0.parquet".length()
                + "tasks/a/day=1/part-1.parquet".length()
                + "tasks/a/_year=2/part-2.parquet".length());
    assertThat(arrivals.get(0).declared()).isFalse();
  }

  @Test
  void successOrAManifestDeclareATaskComplete() throws IOException {
    write("tasks/a/part-0.parquet");
    write("tasks/a/_SUCCESS");
    write("tasks/b/part-0.parquet");
    write("tasks/b/_task.json");
    write("tasks/c/day=1/_SUCCESS");
    write("tasks/c/day=1/part-0.parquet");
    assertThat(area().list()).extracting(Arrival::declared).containsExactly(true, true, false);
  }

  @Test
  void contentsTellEveryChange() throws IOException {
    write("tasks/a/part-0.csv");
    String before = area().list().get(0).contents();
    assertThat(area().list().get(0).contents()).isEqualTo(before);
    write("tasks/a/part-1.csv");
    assertThat(area().list().get(0).contents()).isNotEqualTo(before);
    Files.delete(lake.resolve("tasks/a/part-1.csv"));
    assertThat(area().list().get(0).contents()).isEqualTo(before);
    Files.writeString(lake.resolve("tasks/a/part-0.csv"), "shorter");
    assertThat(area().list().get(0).contents()).isNotEqualTo(before);
  }

  @Test
  void aManifestThatIsMendedIsAChange() throws IOException {
    write("tasks/a/part-0.csv");
    write("tasks/a/_task.json");
    String before = area().list().get(0).contents();
    Files.writeString(lake.resolve("tasks/a/_task.json"), "another");
    assertThat(area().list().get(0).contents()).isNotEqualTo(before);
  }

  @Test
  void aTaskThatIsMovedAsideOverwritesNothing() throws IOException {
    for (String expected : List.of("refused/a", "refused/a-2", "refused/a-3")) {
      write("tasks/a/part-0.csv");
      area().moveAside(area().list().get(0));
      assertThat(lake.resolve(expected).resolve("part-0.csv")).exists();
      assertThat(area().list()).isEmpty();
    }
  }
}
