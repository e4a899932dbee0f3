package io.engram.consolidation.store.serving;

import io.engram.adapters.prediction.PredictorOptions;
import io.engram.adapters.prediction.RowRouter;
import io.engram.adapters.prediction.ServingModel;
import io.engram.adapters.prediction.TaskPredictor;
import io.engram.consolidation.model.ModelCodec;
import io.engram.consolidation.model.ModelObjects;
import io.engram.consolidation.store.ModelReference;
import io.engram.consolidation.store.ModelStore;
import io.engram.transformers.backbone.folder.LoadedBackbone;
import io.engram.transformers.image.ImageLimits;
import io.engram.transformers.input.InputKind;
import io.engram.transformers.lake.BackboneRef;
import io.engram.transformers.lake.backbones.LakeBackbones;
import io.engram.transformers.metrics.WorkTime;
import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * One version of a model in this JVM's memory, without Spark: open it once, ask {@link #predictor}
 * from any number of threads, close it.
 */
public final class ServedModel implements AutoCloseable {
  private final long version;
  private final TaskPredictor predictor;
  private final InputKind kind;
  private final Runnable releaseBackbone;

  /**
   * @param document {@code model.json}
   * @param objects what the document names
   * @param backbone the one the document names
   * @param limits what a picture may cost; of no meaning for texts
   * @param releaseBackbone run last when this is closed, and when it cannot be made
   */
  public ServedModel(
      byte[] document,
      ModelObjects objects,
      LoadedBackbone backbone,
      PredictorOptions options,
      ImageLimits limits,
      Runnable releaseBackbone) {
    this.releaseBackbone = releaseBackbone;
    this.kind = backbone.kind();
    try {
      ModelCodec.Header header = ModelCodec.header(document);
      version = header.version();
      predictor =
          new TaskPredictor(
              backbone.backbone(),
              backbone.reader(header.maxLength(), limits),
              read(document, objects),
              options,
              () -> router(document, objects));
    } catch (RuntimeException | Error failure) {
      releaseBackbone.run();
      throw failure;
    }
  }

  private static ServingModel read(byte[] document, ModelObjects objects) {
    try (WorkTime.Clock clock = WorkTime.IO.start()) {
      return ModelCodec.serving(document, objects);
    }
  }

  private static RowRouter router(byte[] document, ModelObjects objects) {
    try (WorkTime.Clock clock = WorkTime.IO.start()) {
      return ModelCodec.router(document, objects);
    }
  }

  /**
   * As {@link #open(String, Configuration, PredictorOptions, ImageLimits)}, with the default
   * options and limits.
   */
  public static ServedModel open(String model, Configuration configuration) throws IOException {
    return open(model, configuration, PredictorOptions.defaults(), ImageLimits.DEFAULT);
  }

  /**
   * Loads a version. Its files and objects are compared with the version's record first where it is
   * in a store; a folder's objects and the backbone are checked by hash wherever they are.
   *
   * @param model {@code URI} of a store (its newest version), {@code URI@ALIAS}, {@code
   *     URI#VERSION}, or a folder that was exported or saved
   * @param configuration how its file system is opened
   * @param limits what a picture may cost; of no meaning for texts
   * @throws IOException when there is none, or a file is damaged; names the file
   */
  public static ServedModel open(
      String model, Configuration configuration, PredictorOptions options, ImageLimits limits)
      throws IOException {
    ModelFolder folder = ModelFolder.in(folder(model, configuration), configuration);
    URI root = new Path(folder.backbonesUri()).getParent().toUri();
    BackboneRef backbone = ModelCodec.header(folder.document()).backbone();
    LoadedBackbone loaded =
        new LoadedBackbone(LakeBackbones.at(root, configuration).fetch(backbone));
    return new ServedModel(
        folder.document(), folder.objects(configuration), loaded, options, limits, loaded::close);
  }

  private static Path folder(String model, Configuration configuration) throws IOException {
    ModelReference reference = ModelReference.parse(model);
    Path root = new Path(reference.root());
    boolean named = reference.alias() != null || reference.version() != null;
    if (!named && !ModelStore.exists(root.toUri(), configuration)) {
      return root;
    }
    ModelStore store = ModelStore.open(root.toUri(), configuration);
    return new Path(store.checkedFolder(store.resolve(reference)));
  }

  /** Number of the version in its store; 0 when it was not published. */
  public long version() {
    return version;
  }

  /** What its rows hold. */
  public InputKind kind() {
    return kind;
  }

  /** Predicts until this is closed. */
  public TaskPredictor predictor() {
    return predictor;
  }

  @Override
  public void close() {
    predictor.close();
    releaseBackbone.run();
  }
}
