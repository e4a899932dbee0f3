package io.engram.jobs.verb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.engram.jobs.ProgramRun;
import io.engram.jobs.RunningSession;
import io.engram.transformers.image.Png;
import io.engram.transformers.spark.SparkTest;
import io.engram.transformers.spark.TinyLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of addresses on the command line: who cannot be read is named by row and file. */
class AddressedPicturesTest extends SparkTest {
  private static final int SIDE = 20;
  private static final StructType SCHEMA =
      new StructType()
          .add("key", DataTypes.StringType)
          .add("file", DataTypes.StringType)
          .add("label", DataTypes.StringType)
          .add("split", DataTypes.StringType);

  @TempDir static Path folder;
  private static List<Row> rows;

  @BeforeAll
  static void learn() throws IOException {
    TinyLake.ofImages(folder.resolve("model"), 5);
    rows = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      byte[] grey = new byte[SIDE * SIDE];
      Arrays.fill(grey, (byte) (i % 2 == 0 ? i : 255 - i));
      Path file = folder.resolve("picture-" + i + ".png");
      Files.write(file, Png.encode(grey, SIDE, SIDE, 1));
      String split = i % 8 < 2 ? "test" : "train";
      rows.add(RowFactory.create("k" + i, file.toString(), String.valueOf(i % 2), split));
    }
    ProgramRun run = learn("good", rows);
    assertThat(run.code()).as(run.err()).isZero();
  }

  private static ProgramRun learn(String name, List<Row> table, String... more) {
    List<String> words = new ArrayList<>(List.of("--backbone", "tiny-vit", "--epochs", "1"));
    words.addAll(List.of(more));
    return run("learn", name, table, words);
  }

  private static ProgramRun run(String verb, String name, List<Row> table, List<String> more) {
    String uri = folder.resolve("tables").resolve(name).toString();
    spark().createDataFrame(table, SCHEMA).coalesce(1).write().mode("overwrite").parquet(uri);
    List<String> words = new ArrayList<>(List.of(verb, "--model", folder.resolve("model") + ""));
    words.addAll(List.of("--task", name.equals("bad-task") ? name : "greys", "--input", uri));
    words.addAll(List.of("--image-col", "file", "--key-cols", "key", "--json"));
    words.addAll(more);
    return ProgramRun.of(settings -> new RunningSession(spark()), words.toArray(String[]::new));
  }

  private static List<Row> withoutFile(int row) {
    List<Row> bad = new ArrayList<>(rows);
    Row was = rows.get(row);
    bad.set(row, RowFactory.create(was.get(0), folder + "/gone.png", was.get(2), was.get(3)));
    return bad;
  }

  @Test
  void learningNamesTaskColumnRowAndFile() {
    ProgramRun gone = learn("bad-task", withoutFile(3));
    assertThat(gone.code()).isEqualTo(3);
    assertThat(gone.err())
        .contains("task bad-task", "'file'", "k3: there is no file " + folder + "/gone.png");
    ProgramRun large = learn("bad-task", rows, "--image-max-bytes", "40");
    assertThat(large.code()).isEqualTo(3);
    assertThat(large.err())
        .contains("task bad-task", "'file'", "k0: " + folder + "/picture-0.png has ");
  }

  @Test
  void evaluationCountsSuchARowAndNamesItAndItsFile() throws IOException {
    ProgramRun run = run("evaluate", "gone", withoutFile(8), List.of());
    assertThat(run.code()).as(run.err()).isZero();
    String reason = "k8: there is no file " + folder + "/gone.png";
    assertThat(run.out()).contains("Without a prediction: 1 (row " + reason + ")");
    JsonNode json = ToyModel.json(run);
    assertThat(json.get("badRows").asLong()).isEqualTo(1);
    assertThat(json.get("badExamples").get(0).asText()).isEqualTo(reason);

    ProgramRun none = run("evaluate", "large", rows, List.of("--image-max-bytes", "40"));
    assertThat(none.code()).isEqualTo(3);
    assertThat(none.err()).contains("k0: " + folder + "/picture-0.png has ", "at most 40");
  }

  @Test
  void scoringKeepsTheRowWithItsFileOrStopsByBoth() {
    String output = folder.resolve("scored").toString();
    List<String> keep = List.of("--output", output, "--on-bad-rows", "keep");
    assertThat(run("score", "scored", withoutFile(8), keep).code()).isZero();
    assertThat(spark().read().parquet(output).where("key = 'k8'").first().<String>getAs("error"))
        .isEqualTo("column 'file' cannot be read: there is no file " + folder + "/gone.png");
    List<String> fail = List.of("--output", output + "-2", "--on-bad-rows", "fail");
    ProgramRun stopped = run("score", "scored", withoutFile(8), fail);
    assertThat(stopped.code()).isEqualTo(3);
    assertThat(stopped.err()).contains("k8", "'file'", folder + "/gone.png");
  }
}
