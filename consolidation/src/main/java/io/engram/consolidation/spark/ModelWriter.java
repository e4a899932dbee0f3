package io.engram.consolidation.spark;

import io.engram.consolidation.model.Locations;
import io.engram.consolidation.model.ModelCodec;
import io.engram.consolidation.model.ModelObjects;
import io.engram.consolidation.store.ObjectRef;
import io.engram.consolidation.store.serving.LakeObjects;
import io.engram.consolidation.store.serving.ModelFolder;
import io.engram.transformers.lake.ContentSource;
import io.engram.transformers.lake.LakeFile;
import io.engram.transformers.lake.LakeFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsWriter$;
import org.apache.spark.ml.util.MLWriter;

/**
 * Writes params and {@code model.json}. Inside the store that holds the model's objects they are
 * named, not copied; anywhere else objects and backbone are copied in, so that the folder stands
 * alone.
 */
final class ModelWriter extends MLWriter {
  private final ContinualClassifierModel model;

  ModelWriter(ContinualClassifierModel model) {
    this.model = model;
  }

  /**
   * @throws IllegalArgumentException when what would be overwritten holds the objects or the
   *     backbone of the model itself: they would be gone before they are copied
   */
  @Override
  public void save(String path) throws IOException {
    if (shouldOverwrite()) {
      Configuration conf = sparkSession().sessionState().newHadoopConf();
      String target = LakeFiles.at(new Path(path), conf).qualified(new Path(path)) + "/";
      for (String used : List.of(model.objectsUri(), model.backboneUri())) {
        Path source = LakeFiles.at(new Path(used), conf).qualified(new Path(used));
        if ((source + "/").startsWith(target)) {
          throw new IllegalArgumentException(
              path
                  + " holds what the model itself was loaded from, and overwriting deletes it first:"
                  + " save the model to another folder");
        }
      }
    }
    super.save(path);
  }

  @Override
  public void saveImpl(String path) {
    DefaultParamsWriter$.MODULE$.saveMetadata(model, path, sparkSession());
    Configuration conf = sparkSession().sessionState().newHadoopConf();
    try {
      LakeFiles files = LakeFiles.at(new Path(path), conf);
      Path folder = files.qualified(new Path(path));
      Locations locations = inStore(folder, files) ? Locations.IN_STORE : Locations.ALONE;
      if (locations.equals(Locations.ALONE)) {
        copy(folder, conf);
      }
      byte[] document = ModelCodec.relocate(model.document(), locations);
      files.writeImmutable(
          new Path(folder, ModelFolder.DOCUMENT), ContentSource.of(document), document.length);
    } catch (IOException e) {
      throw new UncheckedIOException("model cannot be saved to " + path + ": " + e.getMessage(), e);
    }
  }

  private boolean inStore(Path folder, LakeFiles files) {
    return new Path(folder, Locations.IN_STORE.objects())
        .equals(files.qualified(new Path(model.objectsUri())));
  }

  private void copy(Path folder, Configuration conf) throws IOException {
    ModelObjects from = new LakeObjects(model.objectsUri(), conf);
    ModelObjects to = new LakeObjects(new Path(folder, Locations.ALONE.objects()).toString(), conf);
    var header = ModelCodec.header(model.document());
    for (ObjectRef ref : header.objects()) {
      to.put(from.read(ref), ref.extension());
    }
    Path source = new Path(model.backboneUri());
    Path target =
        new Path(new Path(folder, Locations.ALONE.backbones()), header.backbone().sha256());
    LakeFiles sources = LakeFiles.at(source, conf);
    LakeFiles targets = LakeFiles.at(target, conf);
    for (LakeFile file : header.backbone().files()) {
      targets.copyIn(sources, new Path(source, file.path()), new Path(target, file.path()));
    }
  }
}
