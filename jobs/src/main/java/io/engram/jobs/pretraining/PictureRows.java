package io.engram.jobs.pretraining;

import io.engram.adapters.LabelSpace;
import io.engram.adapters.training.FeatureRow;
import io.engram.adapters.training.RowSpool;
import io.engram.adapters.training.RowSpoolWriter;
import io.engram.consolidation.spark.data.TaskTable;
import io.engram.consolidation.task.Split;
import io.engram.transformers.image.ImageReader;
import io.engram.transformers.input.Pixels;
import io.engram.transformers.input.RawInput;
import io.engram.transformers.input.UnreadableInputException;
import io.engram.transformers.spark.RowRefusedException;
import java.nio.file.Path;
import java.util.Iterator;
import org.apache.spark.sql.Row;

/**
 * The pictures of a table, decoded once and kept on the local disk in 8 bits a value.
 *
 * @param training rows to learn
 * @param heldOut the others; null where there are none
 */
record PictureRows(RowSpool training, RowSpool heldOut) implements AutoCloseable {

  /**
   * Takes the rows one after another.
   *
   * @param rows of a checked table, a partition of files at a time in memory
   * @param column of the pictures in the user's table, for messages
   * @throws RowRefusedException naming the row whose picture cannot be read
   */
  static PictureRows of(
      Iterator<Row> rows, LabelSpace labels, String column, PretrainRequest request) {
    Path folder = Path.of(System.getProperty("java.io.tmpdir"));
    int width = request.encoder().hidden();
    int length = request.encoder().maxLength();
    try (ImageReader reader =
            new ImageReader(request.settings(), request.input().pictures().limits(), length);
        RowSpoolWriter training = RowSpool.writer(folder, width, RowSpool.UNLIMITED);
        RowSpoolWriter heldOut = RowSpool.writer(folder, width, RowSpool.UNLIMITED)) {
      boolean held = false;
      while (rows.hasNext()) {
        Row row = rows.next();
        String key = row.getAs(TaskTable.ROW_KEY);
        int label = labels.indexOf(row.getAs(TaskTable.LABEL));
        boolean learnt = Split.TRAIN.label().equals(row.getAs(TaskTable.SPLIT));
        held |= !learnt;
        (learnt ? training : heldOut)
            .add(FeatureRow.of(key, label, picture(reader, row, key, column)));
      }
      RowSpool learnt = training.finish();
      try {
        return new PictureRows(learnt, held ? heldOut.finish() : null);
      } catch (RuntimeException failure) {
        learnt.close();
        throw failure;
      }
    }
  }

  private static Pixels picture(ImageReader reader, Row row, String key, String column) {
    byte[] bytes = row.getAs(TaskTable.IMAGE);
    try {
      return reader.read(new RawInput.Image(bytes));
    } catch (UnreadableInputException e) {
      throw new RowRefusedException(
          "row %s: the picture in column '%s' cannot be read: %s; take such rows out of the table"
              .formatted(key, column, e.getMessage()));
    }
  }

  @Override
  public void close() {
    training.close();
    if (heldOut != null) {
      heldOut.close();
    }
  }
}
