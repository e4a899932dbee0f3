package io.engram.jobs.verb;

import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.engram.jobs.ProgramRun;
import io.engram.jobs.RunningSession;
import io.engram.transformers.spark.SparkTest;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An encoder is pre-trained on a table of pictures and imported, by the verbs. */
class BackbonePretrainVerbTest extends SparkTest {
  private static final int EDGE = 12;

  private static final Map<String, String> SMALL =
      new LinkedHashMap<>(
          Map.of(
              "--image-col", "picture",
              "--key-cols", "key",
              "--image-size", "12",
              "--patch", "3",
              "--layers", "1",
              "--hidden", "16",
              "--heads", "2",
              "--intermediate", "32",
              "--batch-size", "16",
              "--epochs", "2"));

  @TempDir private static Path temporary;
  private static Dataset<Row> rows;
  private static String table;

  @BeforeAll
  static void draw() throws IOException {
    List<Row> drawn = new ArrayList<>();
    Random random = new Random(3);
    for (int i = 0; i < 80; i++) {
      boolean across = i % 2 == 0;
      String label = across ? "across" : "down";
      drawn.add(
          RowFactory.create("k" + i, png(across, random), label, i % 8 < 2 ? "test" : "train"));
    }
    rows =
        spark()
            .createDataFrame(
                drawn,
                new StructType()
                    .add("key", DataTypes.StringType)
                    .add("picture", DataTypes.BinaryType)
                    .add("label", DataTypes.StringType)
                    .add("split", DataTypes.StringType));
    table = write("pictures", rows);
  }

  /** Noise with a line across or down. */
  private static byte[] png(boolean across, Random random) throws IOException {
    BufferedImage image = new BufferedImage(EDGE, EDGE, BufferedImage.TYPE_BYTE_GRAY);
    int place = random.nextInt(EDGE);
    for (int y = 0; y < EDGE; y++) {
      for (int x = 0; x < EDGE; x++) {
        boolean line = (across ? y : x) == place;
        image.getRaster().setSample(x, y, 0, line ? 255 : random.nextInt(60));
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  private static String write(String name, Dataset<Row> content) {
    String address = temporary.resolve(name).toString();
    content.coalesce(1).write().mode("overwrite").parquet(address);
    return address;
  }

  private static ProgramRun engram(String... args) {
    return ProgramRun.of(settings -> new RunningSession(spark()), args);
  }

  private static ProgramRun pretrain(String input, Path output, String... more) {
    Map<String, String> options = new LinkedHashMap<>(SMALL);
    for (int i = 0; i < more.length; i += 2) {
      options.put(more[i], more[i + 1]);
    }
    List<String> args = new ArrayList<>(List.of("backbone", "pretrain", "--json"));
    args.addAll(List.of("--input", input, "--output", output.toString()));
    options.forEach((name, value) -> args.addAll(List.of(name, value)));
    return engram(args.toArray(String[]::new));
  }

  private static void refused(ProgramRun run, int code, Path output, String... said) {
    assertThat(run.code()).as(run.out() + run.err()).isEqualTo(code);
    assertThat(run.err()).contains(said).doesNotContain("\tat ");
    assertThat(output).doesNotExist();
  }

  @Test
  void theFolderIsImportedAndItsCardSaysHowItWasMade() throws IOException {
    Path output = temporary.resolve("vit");
    ProgramRun run =
        pretrain(
            table,
            output,
            "--licence",
            "CC BY 4.0",
            "--attribution",
            "Drawn by a test",
            "--seed",
            "5");
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode json = ToyModel.json(run);
    assertThat(json.get("rows").asLong()).isEqualTo(60);
    assertThat(json.get("heldOutRows").asLong()).isEqualTo(20);
    assertThat(json.get("steps").asLong()).isEqualTo(2 * 4);
    try (Stream<Path> files = Files.list(output)) {
      assertThat(files.map(file -> file.getFileName().toString()).sorted())
          .containsExactly(
              "README.md", "config.json", "model.safetensors", "preprocessor_config.json");
    }
    assertThat(Files.readString(output.resolve("README.md")))
        .contains("CC BY 4.0", "Drawn by a test", "| rows learnt | 60 |", "across, down")
        .contains("of 20 held-out rows, of 2 classes", "seed=5", "labelSmoothing=0.1");
    assertThat(temporary.resolve(".vit.checkpoint")).doesNotExist();
    String model = temporary.resolve("model").toString();
    ProgramRun imported =
        engram(
            "backbone",
            "import",
            "--model",
            model,
            "--source",
            output.toString(),
            "--name=toy",
            "--json");
    assertThat(imported.code()).as(imported.err()).isZero();
    assertThat(ToyModel.json(imported).get("hidden").asInt()).isEqualTo(16);
    refusedAsItExists(output);
  }

  private static void refusedAsItExists(Path output) {
    ProgramRun again = pretrain(table, output);
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains("--output: " + output + " exists");
  }

  @Test
  void theSameCommandMakesTheSameWeights() throws IOException {
    assertThat(pretrain(table, temporary.resolve("one")).code()).isZero();
    assertThat(pretrain(table, temporary.resolve("two")).code()).isZero();
    assertThat(temporary.resolve("two/model.safetensors"))
        .hasSameBinaryContentAs(temporary.resolve("one/model.safetensors"));
  }

  @Test
  void aMissingColumnIsNamedWithThoseThereAre() {
    Path output = temporary.resolve("no-column");
    refused(
        pretrain(table, output, "--image-col", "drawing"),
        3,
        output,
        "column 'drawing' is missing",
        "picture");
  }

  @Test
  void withoutAColumnOfPicturesItIsWrongUsage() {
    Path output = temporary.resolve("no-pictures");
    ProgramRun run =
        engram("backbone", "pretrain", "--input", table, "--output", output.toString());
    refused(run, 2, output, "--image-col");
  }

  @Test
  void aPictureThatCannotBeReadIsRefusedByItsRow() {
    Path output = temporary.resolve("damaged");
    String damaged =
        write(
            "damaged-pictures",
            rows.withColumn(
                "picture", expr("if(key = 'k7', unhex('89504e470d0a1a0a0001'), picture)")));
    refused(pretrain(damaged, output), 3, output, "row k7", "column 'picture'", "PNG");
  }

  @Test
  void oneClassIsRefused() {
    Path output = temporary.resolve("one-class");
    String one = write("one-class-pictures", rows.where("label = 'down'"));
    refused(pretrain(one, output), 3, output, "class", "down");
  }

  @Test
  void impossibleSettingsAreWrongUsage() {
    Path output = temporary.resolve("impossible");
    refused(pretrain(table, output, "--heads", "3"), 2, output, "3");
    refused(pretrain(table, output, "--flip", "2"), 2, output, "flip should be a probability");
    refused(pretrain(table, output, "--patch", "13"), 2, output, "13 x 13");
    refused(pretrain(table, output, "--epochs", "0"), 2, output, "epochs");
  }
}
