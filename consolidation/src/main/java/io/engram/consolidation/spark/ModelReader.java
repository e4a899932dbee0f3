package io.engram.consolidation.spark;

import io.engram.consolidation.model.Locations;
import io.engram.consolidation.model.ModelCodec;
import io.engram.transformers.lake.LakeFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.MLReader;
import scala.Option;

/** Reads what {@link ModelWriter} wrote; weights are read later, where they are used. */
final class ModelReader extends MLReader<ContinualClassifierModel> {
  private static final long MAX_DOCUMENT_BYTES = 256L << 20;

  @Override
  public ContinualClassifierModel load(String path) {
    DefaultParamsReader.Metadata metadata =
        DefaultParamsReader$.MODULE$.loadMetadata(
            path, sparkSession(), ContinualClassifierModel.class.getName());
    try {
      LakeFiles files = LakeFiles.at(new Path(path), sparkSession().sessionState().newHadoopConf());
      Path folder = files.qualified(new Path(path));
      byte[] document = files.read(new Path(folder, ModelWriter.DOCUMENT), MAX_DOCUMENT_BYTES);
      Locations locations = ModelCodec.header(document).locations();
      ContinualClassifierModel model =
          new ContinualClassifierModel(
              metadata.uid(),
              document,
              resolve(folder, locations.objects()),
              resolve(folder, locations.backbones()));
      metadata.getAndSetParams(model, Option.empty());
      return model;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "model cannot be loaded from " + path + ": " + e.getMessage(), e);
    }
  }

  private static String resolve(Path folder, String relative) {
    return new Path(folder.toUri().resolve(folder.toUri().getPath() + "/" + relative).normalize())
        .toString();
  }
}
