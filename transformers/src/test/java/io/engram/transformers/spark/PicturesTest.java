package io.engram.transformers.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.transformers.image.ImageLimits;
import io.engram.transformers.input.InputKind;
import io.engram.transformers.input.UnreadableInputException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import javax.net.ssl.SSLException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pictures come as bytes whatever holds them: binary columns, addresses, decoded structs, folders.
 */
class PicturesTest extends SparkTest {
  @TempDir Path work;

  private static BufferedImage picture(int width, int height, int type, int seed) {
    BufferedImage picture = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        picture.setRGB(x, y, 0xff000000 | ((x * 37 + y * 91 + seed) * 2654435));
      }
    }
    return picture;
  }

  private Path write(String name, BufferedImage picture) throws IOException {
    Path file = work.resolve(name);
    Files.createDirectories(file.getParent());
    ImageIO.write(picture, "png", file.toFile());
    return file;
  }

  private static int[] pixels(BufferedImage picture) {
    return picture.getRGB(
        0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
  }

  @Test
  void addressesAreReadOnExecutorsAndEachThatCannotBeReadSaysWhy() throws IOException {
    spark().conf().set("fs.absent.impl", "no.such.FileSystem");
    Path file = write("a.png", picture(3, 2, BufferedImage.TYPE_INT_RGB, 1));
    Dataset<Row> table =
        spark()
            .createDataset(
                Arrays.asList(
                    file.toString(),
                    work + "/none.png",
                    "x://no/scheme",
                    null,
                    "absent://bucket/x.png",
                    work.toString()),
                Encoders.STRING())
            .toDF("path");
    DataType type = table.schema().apply("path").dataType();
    List<Row> rows =
        table
            .select(Pictures.read(spark(), col("path"), type, ImageLimits.DEFAULT).as("read"))
            .select("read.bytes", "read.problem")
            .collectAsList();
    assertThat((byte[]) rows.get(0).get(0)).isEqualTo(Files.readAllBytes(file));
    assertThat(rows.get(1).getString(1)).isEqualTo("there is no file " + work + "/none.png");
    assertThat(rows.get(2).getString(1)).contains("x://no/scheme");
    assertThat(rows.get(3)).isEqualTo(RowFactory.create(null, null));
    assertThat(rows.get(4).getString(1)).startsWith("file absent://bucket/x.png: ");
    assertThat(rows.get(5).getString(1)).isEqualTo(work + " is a folder");
    assertThat(rows)
        .extracting(row -> row.isNullAt(0))
        .containsExactly(false, true, true, true, true, true);
    assertThatThrownBy(
            () -> Pictures.bytes(work + "/none.png", new Configuration(), ImageLimits.DEFAULT))
        .isInstanceOf(UnreadableInputException.class)
        .hasMessage("there is no file " + work + "/none.png");
    ImageLimits small = ImageLimits.of(1000, 20, 1);
    assertThatThrownBy(() -> Pictures.bytes(file.toString(), new Configuration(), small))
        .isInstanceOf(UnreadableInputException.class)
        .hasMessageStartingWith(file + " has ")
        .hasMessageContaining("bytes, at most 20 are allowed");
    Column read = Pictures.read(spark(), col("path"), type, small);
    Column required =
        Pictures.require(
            lit("row 7"), "path", read.getField(Pictures.BYTES), read.getField(Pictures.PROBLEM));
    assertThatThrownBy(() -> table.limit(1).select(required).collectAsList())
        .hasRootCauseInstanceOf(RowRefusedException.class)
        .hasStackTraceContaining("row 7: column 'path' cannot be read: " + file + " has ");
  }

  @Test
  void aStoreThatDoesNotAnswerIsNoFaultOfTheRowSoThatSparkTriesAgain() {
    assertThatThrownBy(
            () ->
                Pictures.bytes("ftp://127.0.0.1:1/x.png", new Configuration(), ImageLimits.DEFAULT))
        .isInstanceOf(UncheckedIOException.class)
        .rootCause()
        .hasMessageStartingWith("file ftp://127.0.0.1:1/x.png could not be read: ConnectException");
    for (Exception passing :
        List.of(
            new SocketTimeoutException("Read timed out"),
            new SocketException("Connection reset"),
            new IOException("on /x", new SSLException("handshake")),
            new FileNotFoundException("/x (Too many open files)"))) {
      assertThat(PassingFault.is(passing)).as("%s", passing).isTrue();
    }
    for (Exception lasting :
        List.of(
            new FileNotFoundException("/x"),
            new UnknownHostException("nowhere"),
            new IOException("No FileSystem for scheme"),
            new IllegalArgumentException((String) null))) {
      assertThat(PassingFault.is(lasting)).as("%s", lasting).isFalse();
    }
  }

  @Test
  void picturesThatSparkDecodedKeepTheirPixels() throws IOException {
    BufferedImage colour = picture(5, 3, BufferedImage.TYPE_INT_RGB, 2);
    BufferedImage alpha = picture(2, 4, BufferedImage.TYPE_INT_ARGB, 3);
    BufferedImage grey = picture(7, 2, BufferedImage.TYPE_BYTE_GRAY, 4);
    write("decoded/1.png", colour);
    write("decoded/2.png", alpha);
    write("decoded/3.png", grey);
    Dataset<Row> table = spark().read().format("image").load(work.resolve("decoded").toString());
    List<Row> rows =
        table
            .orderBy("image.origin")
            .select(
                Pictures.read(
                        spark(),
                        col("image"),
                        table.schema().apply("image").dataType(),
                        ImageLimits.DEFAULT)
                    .getField(Pictures.BYTES))
            .collectAsList();
    for (int i = 0; i < 3; i++) {
      BufferedImage expected = List.of(colour, alpha, grey).get(i);
      BufferedImage read = ImageIO.read(new ByteArrayInputStream((byte[]) rows.get(i).get(0)));
      if (i < 2) {
        assertThat(pixels(read)).isEqualTo(pixels(expected));
      } else {
        assertThat(read.getRaster().getSample(6, 1, 0))
            .isEqualTo(expected.getRaster().getSample(6, 1, 0));
      }
    }
  }

  @Test
  void decodedPicturesForABackboneOfTextsStopTheJobWhateverIsDoneWithBadRows() {
    StructType schema = new StructType().add("image", ImageSchema.columnSchema());
    Row row = new GenericRowWithSchema(new Object[] {RowFactory.create("a.png")}, schema);
    InputColumns columns = new InputColumns(0, InputColumns.NONE);
    assertThatThrownBy(
            () -> columns.of(row, InputKind.TEXT, new Configuration(), ImageLimits.DEFAULT))
        .isInstanceOf(RowRefusedException.class)
        .hasMessageContaining(
            "column 'image' holds decoded pictures, and the backbone takes texts");
  }

  @Test
  void aFolderAClassIsATable() throws IOException {
    write("pets/cat/one.png", picture(2, 2, BufferedImage.TYPE_INT_RGB, 5));
    write("pets/big dog/two.PNG", picture(2, 2, BufferedImage.TYPE_INT_RGB, 6));
    Files.writeString(work.resolve("pets/cat/notes.txt"), "no picture");
    Files.createFile(work.resolve("pets/cat/void.png"));
    Files.createFile(work.resolve("pets/cat/_void.png"));
    Dataset<Row> table =
        spark().read().format("image-folder").load(work.resolve("pets").toString());
    assertThat(table.columns()).containsExactly("key", "image", "label");
    assertThat(table.orderBy("key").select("key", "label").collectAsList().toString())
        .isEqualTo("[[big dog/two.PNG,big dog], [cat/one.png,cat], [cat/void.png,cat]]");
    assertThat((byte[]) table.where("key = 'cat/void.png'").select("image").first().get(0))
        .isEmpty();
    assertThat((byte[]) table.where("key = 'cat/one.png'").select("image").first().get(0))
        .isEqualTo(Files.readAllBytes(work.resolve("pets/cat/one.png")));
  }

  @Test
  void aFolderMayHaveAnyName() throws IOException {
    for (String name : List.of("photos [2024]", "{a,b}*?", "\uD83D\uDE00 pets", "back\\slash")) {
      write(name + "/cat/one.png", picture(2, 2, BufferedImage.TYPE_INT_RGB, 5));
      Files.createFile(work.resolve(name).resolve("cat/void.png"));
      Dataset<Row> table =
          spark().read().format("image-folder").load(work.resolve(name).toString());
      assertThat(table.orderBy("key").select("key", "label").collectAsList().toString())
          .as(name)
          .isEqualTo("[[cat/one.png,cat], [cat/void.png,cat]]");
    }
  }

  @Test
  void whatIsBelowABucketBeginsAfterItsSlash() {
    for (String folder : List.of("s3a://bucket/", "s3a://bucket/pets", "s3a://bucket/pets/")) {
      int place = ImageFolderRelation.placeBelow(new org.apache.hadoop.fs.Path(folder));
      String file = folder + (folder.endsWith("/") ? "" : "/") + "cat/one.png";
      assertThat(file.substring(place - 1)).as(folder).isEqualTo("cat/one.png");
    }
  }

  @Test
  void aClassIsTheFirstFolderAndWhatIsInNoneIsLeftOut() throws IOException {
    BufferedImage picture = picture(2, 2, BufferedImage.TYPE_INT_RGB, 5);
    write("deep/train/cat/near.png", picture);
    write("deep/train/cat/of 2019/far.png", picture);
    write("deep/Test/cat/other.png", picture);
    write("deep/train/lost.png", picture);
    Dataset<Row> table =
        spark().read().format("image-folder").load(work.resolve("deep").toString());
    assertThat(table.orderBy("key").select("key", "label", "split").collectAsList().toString())
        .isEqualTo(
            "[[Test/cat/other.png,cat,Test], [train/cat/near.png,cat,train],"
                + " [train/cat/of 2019/far.png,cat,train]]");
    write("deep/extra/cat/more.png", picture);
    assertThatThrownBy(
            () -> spark().read().format("image-folder").load(work.resolve("deep").toString()))
        .hasMessageContaining("folders of splits beside others: Test, extra, train");
    write("vehicles/train/a.png", picture);
    write("vehicles/car/b.png", picture);
    assertThat(
            spark()
                .read()
                .format("image-folder")
                .load(work.resolve("vehicles").toString())
                .columns())
        .as("a train may be a class")
        .containsExactly("key", "image", "label");
  }

  @Test
  void aFileThatIsTooLongIsARowWithoutAPictureAndIsNotRead() throws IOException {
    Path small = write("sizes/cat/small.png", picture(2, 2, BufferedImage.TYPE_INT_RGB, 5));
    Path sparse = work.resolve("sizes/cat/sparse.png");
    try (RandomAccessFile file = new RandomAccessFile(sparse.toFile(), "rw")) {
      file.setLength(3L << 30);
    }
    Dataset<Row> table =
        spark()
            .read()
            .format("image-folder")
            .option("maxBytes", "1000")
            .load(work.resolve("sizes").toString())
            .orderBy("key");
    assertThat(table.select("key").as(Encoders.STRING()).collectAsList())
        .containsExactly("cat/small.png", "cat/sparse.png");
    List<Row> images = table.select("image").collectAsList();
    assertThat((byte[]) images.get(0).get(0)).isEqualTo(Files.readAllBytes(small));
    assertThat(images.get(1).isNullAt(0)).isTrue();
  }

  @Test
  void structsThatSparkCouldNotDecodeSayTheirFile() throws IOException {
    Files.createDirectories(work.resolve("broken"));
    Files.writeString(work.resolve("broken/a.png"), "no picture");
    Dataset<Row> table = spark().read().format("image").load(work.resolve("broken").toString());
    DataType type = table.schema().apply("image").dataType();
    Row read =
        table
            .select(Pictures.read(spark(), col("image"), type, ImageLimits.DEFAULT).as("read"))
            .select("read.bytes", "read.problem")
            .first();
    assertThat(read.isNullAt(0)).isTrue();
    assertThat(read.getString(1))
        .startsWith("file ")
        .endsWith("broken/a.png could not be decoded by Spark's image source");
    Row strange =
        new GenericRowWithSchema(
            new Object[] {"", 1, 1, 2, 0, new byte[2]}, ImageSchema.columnSchema());
    assertThatThrownBy(() -> Pictures.bytes(strange, new Configuration(), ImageLimits.DEFAULT))
        .isInstanceOf(UnreadableInputException.class)
        .hasMessageContaining("1 x 1 pixels with 2 channels (1, 3 and 4 are read)");
    Row empty =
        new GenericRowWithSchema(
            new Object[] {"x.png", 1, 1, 3, 0, null}, ImageSchema.columnSchema());
    assertThatThrownBy(() -> Pictures.bytes(empty, new Configuration(), ImageLimits.DEFAULT))
        .isInstanceOf(UnreadableInputException.class)
        .hasMessage("file x.png has no data");
  }

  @Test
  void foldersOfSplitsAreASplitColumn() throws IOException {
    write("pets/train/cat/one.png", picture(2, 2, BufferedImage.TYPE_INT_RGB, 5));
    write("pets/test/dog/two.png", picture(2, 2, BufferedImage.TYPE_INT_RGB, 6));
    Dataset<Row> table =
        spark().read().format("image-folder").load(work.resolve("pets").toString());
    assertThat(table.orderBy("key").select("key", "label", "split").collectAsList().toString())
        .isEqualTo("[[test/dog/two.png,dog,test], [train/cat/one.png,cat,train]]");
  }

  @Test
  void aFolderWithoutClassesIsRefused() throws IOException {
    Files.createDirectories(work.resolve("empty"));
    assertThatThrownBy(
            () -> spark().read().format("image-folder").load(work.resolve("empty").toString()))
        .hasMessageContaining("there are no folders in it; expected one a class");
  }
}
