package io.engram.jobs.data.image;

import io.engram.jobs.console.Progress;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** A small data set of images, for tests of what uses one. */
public final class ToyImages {
  private static final int SKETCHES = 15;

  private ToyImages() {}

  /** One task of two classes. */
  public static ImageSet set(Path folder) throws IOException {
    return ToySketches.set(folder, SKETCHES);
  }

  /** Writes its tables. */
  public static void write(SparkSession spark, String lake, Path folder, int rowsPerClass)
      throws IOException {
    new ImageTables(spark, lake).provide(set(folder), rowsPerClass, false, Progress.SILENT);
  }
}
