package io.engram.transformers.spark;

import io.engram.transformers.backbone.FrozenPass;
import io.engram.transformers.backbone.FrozenPass.Batching;
import io.engram.transformers.backbone.FrozenPass.Features;
import io.engram.transformers.backbone.FrozenPass.Wanted;
import io.engram.transformers.backbone.folder.LoadedBackbone;
import io.engram.transformers.input.InputKind;
import io.engram.transformers.input.InputReader;
import io.engram.transformers.input.ModelInput;
import io.engram.transformers.runtime.NeuralRuntime;
import io.engram.transformers.runtime.NeuralRuntime.Limit;
import io.engram.transformers.spark.ExecutorCache.Lease;
import io.engram.transformers.spark.RowReading.PreparedRow;
import io.engram.transformers.spark.WindowedRows.Window;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;

/** Rows through the frozen layers; a subclass says what is written for each. */
abstract class FrozenWindows extends RowWindows<PreparedRow> {
  private static final long serialVersionUID = 1L;

  private static final Window WINDOW = new Window(2048, 32L << 20);
  private static final int BATCH_TOKENS = 2048;

  private final BackboneAddress source;
  private final RowReading reading;
  private final Wanted wanted;
  private final int batchRows;

  FrozenWindows(BackboneAddress source, RowReading reading, Wanted wanted, int batchRows) {
    super(WINDOW);
    this.source = source;
    this.reading = reading;
    this.wanted = wanted;
    this.batchRows = batchRows;
  }

  /**
   * What is written for a row; {@code features} is null where what the row holds cannot be used.
   */
  abstract Row result(Row row, Features features);

  @Override
  protected Work<PreparedRow> open() {
    Lease<LoadedBackbone> lease = source.lease();
    try {
      return new Pass(lease);
    } catch (RuntimeException | Error failure) {
      lease.close();
      throw failure;
    }
  }

  private final class Pass implements Work<PreparedRow> {
    private final Lease<LoadedBackbone> lease;
    private final InputReader reader;
    private final InputKind kind;
    private final FrozenPass frozen;
    private final long hiddenTokenBytes;
    private final long pooledBytes;

    Pass(Lease<LoadedBackbone> lease) {
      this.lease = lease;
      LoadedBackbone loaded = lease.value();
      int width = loaded.backbone().config().hidden();
      kind = loaded.kind();
      reader = loaded.reader(reading.maxLength(), reading.pictures().limits());
      frozen = new FrozenPass(loaded.backbone(), wanted, new Batching(batchRows, BATCH_TOKENS));
      hiddenTokenBytes = wanted.hidden() ? (long) width * wanted.precision().bytes() : 0;
      pooledBytes = (long) width * Double.BYTES;
    }

    @Override
    public PreparedRow prepare(Row row, RowPlace place) {
      return reading.read(reader, kind, source.configuration().value().value(), row, place);
    }

    @Override
    public int readers() {
      return kind == InputKind.IMAGE ? reading.pictures().threads() : 0;
    }

    @Override
    public long bytes(PreparedRow row) {
      long bytes = RowSize.bytes(row.row()) + pooledBytes;
      ModelInput ready = row.input();
      return ready == null ? bytes : bytes + ready.length() * hiddenTokenBytes + ready.bytes();
    }

    @Override
    public List<List<Row>> run(List<PreparedRow> window) {
      reading.check(window);
      List<ModelInput> inputs = new ArrayList<>(window.size());
      for (PreparedRow row : window) {
        if (row.input() != null) {
          inputs.add(row.input());
        }
      }
      Iterator<Features> features = encode(inputs).iterator();
      List<List<Row>> results = new ArrayList<>(window.size());
      for (PreparedRow row : window) {
        if (row.input() != null) {
          results.add(List.of(result(row.row(), features.next())));
        } else {
          results.add(reading.keepsInvalid() ? List.of(result(row.row(), null)) : List.of());
        }
      }
      return results;
    }

    // A task uses the cores that Spark gave it, and leaves other tasks and the driver theirs.
    private List<Features> encode(List<ModelInput> inputs) {
      TaskContext task = TaskContext.get();
      try (Limit limit = NeuralRuntime.get().limitThreads(task == null ? 1 : task.cpus())) {
        return frozen.run(inputs);
      }
    }

    @Override
    public void close() {
      lease.close();
    }
  }
}
