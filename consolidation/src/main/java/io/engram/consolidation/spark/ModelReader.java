package io.engram.consolidation.spark;

import io.engram.consolidation.store.serving.ModelFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.MLReader;
import scala.Option;

/** Reads what {@link ModelWriter} wrote; weights are read later, where they are used. */
final class ModelReader extends MLReader<ContinualClassifierModel> {
  @Override
  public ContinualClassifierModel load(String path) {
    DefaultParamsReader.Metadata metadata =
        DefaultParamsReader$.MODULE$.loadMetadata(
            path, sparkSession(), ContinualClassifierModel.class.getName());
    try {
      ModelFolder folder =
          ModelFolder.ofStage(new Path(path), sparkSession().sessionState().newHadoopConf());
      ContinualClassifierModel model =
          new ContinualClassifierModel(
              metadata.uid(), folder.document(), folder.objectsUri(), folder.backbonesUri());
      metadata.getAndSetParams(model, Option.empty());
      return model;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "model cannot be loaded from " + path + ": " + e.getMessage(), e);
    }
  }
}
