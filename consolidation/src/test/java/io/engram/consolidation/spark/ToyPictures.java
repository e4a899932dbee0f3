package io.engram.consolidation.spark;

import io.engram.consolidation.task.TaskColumns;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Rows of toy tasks of pictures, told by their colours. */
final class ToyPictures {
  static final TaskColumns COLUMNS =
      TaskColumns.ofImages("picture", "label", "split", List.of("key"));
  static final StructType SCHEMA =
      new StructType()
          .add("key", DataTypes.StringType)
          .add("picture", DataTypes.BinaryType)
          .add("label", DataTypes.StringType)
          .add("split", DataTypes.StringType);
  private static final int[] COLOURS = {0xd02020, 0x20c030, 0x3040d0};

  private ToyPictures() {}

  /** Pictures whose class is a colour of its own, in a place and on a ground that vary. */
  static List<Row> rows(String task, int classes) throws IOException {
    Random random = new Random(task.hashCode());
    List<Row> rows = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      for (int i = 0; i < 24; i++) {
        rows.add(
            RowFactory.create(
                task + "-" + c + "-" + i,
                picture(random, COLOURS[(c + Math.abs(task.hashCode())) % COLOURS.length]),
                "class-" + c,
                i % 4 == 0 ? "test" : "train"));
      }
    }
    return rows;
  }

  private static byte[] picture(Random random, int colour) throws IOException {
    int width = 20 + random.nextInt(30);
    int height = 20 + random.nextInt(30);
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int ground = random.nextInt(60) * 0x010101;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        picture.setRGB(x, y, x + y > 12 ? colour : ground);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(picture, random.nextBoolean() ? "png" : "bmp", bytes);
    return bytes.toByteArray();
  }
}
