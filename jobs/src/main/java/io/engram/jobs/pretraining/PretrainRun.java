package io.engram.jobs.pretraining;

import static org.apache.spark.sql.functions.col;

import io.engram.adapters.LabelSpace;
import io.engram.adapters.pretraining.PixelMoments;
import io.engram.adapters.pretraining.PretrainedEncoder;
import io.engram.adapters.pretraining.Pretrainer;
import io.engram.adapters.training.CheckpointRhythm;
import io.engram.adapters.training.CheckpointStore;
import io.engram.adapters.training.Checkpoints;
import io.engram.adapters.training.LocalCheckpointStore;
import io.engram.adapters.training.TrainingException;
import io.engram.consolidation.spark.data.DataContract;
import io.engram.consolidation.spark.data.TaskReader;
import io.engram.consolidation.spark.data.TaskTable;
import io.engram.consolidation.task.TaskManifest;
import io.engram.jobs.ExitCode;
import io.engram.jobs.JobException;
import io.engram.jobs.console.Progress;
import io.engram.jobs.service.InputTables;
import io.engram.transformers.backbone.folder.PublishedModel;
import io.engram.transformers.image.ImageSettings;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * Pre-trains an encoder on a table. Beside the output folder it keeps a checkpoint until the folder
 * is there; the same command goes on from it.
 */
public final class PretrainRun {
  private static final String TASK = "pretraining";

  private final SparkSession spark;
  private final PretrainRequest request;
  private final Progress progress;

  public PretrainRun(SparkSession spark, PretrainRequest request, Progress progress) {
    this.spark = spark;
    this.request = request;
    this.progress = progress;
  }

  public PretrainResult run() {
    OutputFolder output = OutputFolder.of(request.output());
    progress.begin("checking the table", 0);
    TaskTable table = TaskReader.read(spark, InputTables.task(TASK, request.input()));
    TaskManifest data = DataContract.standard().check(table);
    CheckpointStore kept = kept(output.checkpoint());
    PretrainResult result =
        train(data, table, new Checkpoints(new UntilPublished(kept), CheckpointRhythm.AFFORDABLE));
    progress.begin("writing " + output.folder(), 0);
    PretrainedEncoder encoder = result.encoder();
    String card = ModelCard.of(result, spark).text();
    output.publish(
        new PublishedModel(encoder.config(), encoder.settings(), encoder.weights(), card));
    kept.clear();
    return result;
  }

  private CheckpointStore kept(Path file) {
    CheckpointStore store = new LocalCheckpointStore(file);
    if (request.restart()) {
      store.clear();
    }
    return store;
  }

  /** A checkpoint that outlives the training: what it led to is not written yet. */
  private record UntilPublished(CheckpointStore store) implements CheckpointStore {
    @Override
    public long maxBytes() {
      return store.maxBytes();
    }

    @Override
    public void save(byte[] checkpoint) {
      store.save(checkpoint);
    }

    @Override
    public Optional<byte[]> load() {
      return store.load();
    }

    @Override
    public void clear() {}
  }

  private PretrainResult train(TaskManifest data, TaskTable table, Checkpoints checkpoints) {
    LabelSpace labels = new LabelSpace(data.classes());
    progress.begin("decoding pictures", 0);
    try (PictureRows rows =
        PictureRows.of(
            table
                .rows()
                .select(
                    col(TaskTable.ROW_KEY),
                    col(TaskTable.IMAGE),
                    col(TaskTable.LABEL),
                    col(TaskTable.SPLIT))
                .toLocalIterator(),
            labels,
            data.columns().image(),
            request)) {
      ImageSettings settings = PixelMoments.of(rows.training()).normalise(request.settings());
      long count = rows.training().rows();
      PretrainedEncoder encoder =
          new Pretrainer(request.encoder(), settings, request.config())
              .train(
                  labels,
                  rows.training(),
                  rows.heldOut(),
                  new EpochProgress(progress, request.config().epochs(), count, System::nanoTime),
                  checkpoints);
      long heldOut = rows.heldOut() == null ? 0 : rows.heldOut().rows();
      return new PretrainResult(request, data, count, heldOut, encoder);
    } catch (TrainingException e) {
      throw new JobException(ExitCode.REFUSED, e.getMessage() + " (--restart begins anew)", e);
    }
  }
}
