package io.engram.consolidation.spark;

import io.engram.consolidation.store.StageClasses;
import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.SparkSession;

/**
 * The guarded way to {@code PipelineModel.load}, for folders that were exported or saved. Spark
 * instantiates whatever class a folder names, before any code of ours runs; here the names are
 * compared with {@link StageClasses#STAGES} first. A version in a store is loaded by {@link
 * PublishedModel}, which checks every file besides.
 */
public final class CheckedPipeline {
  private CheckedPipeline() {}

  /**
   * @param folder anything Hadoop's FileSystem opens
   * @throws io.engram.consolidation.store.HostileModelException when the folder names a class that
   *     is not ours; the class is not touched
   * @throws IOException when there is no model in it
   */
  public static PipelineModel load(SparkSession spark, String folder) throws IOException {
    Path path = new Path(folder);
    StageClasses.require(path, spark.sessionState().newHadoopConf());
    return read(spark, path);
  }

  /** A folder whose classes were checked. */
  static PipelineModel read(SparkSession spark, Path folder) {
    return PipelineModel.read().session(spark).load(folder.toString());
  }
}
