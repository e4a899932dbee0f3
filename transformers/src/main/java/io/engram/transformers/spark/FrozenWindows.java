package io.engram.transformers.spark;

import io.engram.transformers.backbone.FrozenPass;
import io.engram.transformers.backbone.FrozenPass.Batching;
import io.engram.transformers.backbone.FrozenPass.Features;
import io.engram.transformers.backbone.FrozenPass.Wanted;
import io.engram.transformers.backbone.folder.LoadedBackbone;
import io.engram.transformers.runtime.NeuralRuntime;
import io.engram.transformers.runtime.NeuralRuntime.Limit;
import io.engram.transformers.spark.ExecutorCache.Lease;
import io.engram.transformers.spark.WindowedRows.Window;
import io.engram.transformers.text.TokenIds;
import io.engram.transformers.text.Tokenizer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;

/** Rows with text through the frozen layers; a subclass says what is written for each. */
abstract class FrozenWindows extends RowWindows<FrozenWindows.TokenisedRow> {
  private static final long serialVersionUID = 1L;

  /** A row and its tokens; null tokens where the text cannot be used. */
  record TokenisedRow(Row row, TokenIds tokens) {}

  private static final Window WINDOW = new Window(2048, 32L << 20);
  private static final int BATCH_TOKENS = 2048;

  private final BackboneAddress source;
  private final TextInput input;
  private final Wanted wanted;
  private final int batchRows;

  FrozenWindows(BackboneAddress source, TextInput input, Wanted wanted, int batchRows) {
    super(WINDOW);
    this.source = source;
    this.input = input;
    this.wanted = wanted;
    this.batchRows = batchRows;
  }

  /** What is written for a row; {@code features} is null where the text cannot be used. */
  abstract Row result(Row row, Features features);

  @Override
  protected Work<TokenisedRow> open() {
    Lease<LoadedBackbone> lease = source.lease();
    try {
      return new Pass(lease);
    } catch (RuntimeException | Error failure) {
      lease.close();
      throw failure;
    }
  }

  private final class Pass implements Work<TokenisedRow> {
    private final Lease<LoadedBackbone> lease;
    private final Tokenizer tokenizer;
    private final FrozenPass frozen;
    private final long hiddenTokenBytes;
    private final long pooledBytes;

    Pass(Lease<LoadedBackbone> lease) {
      this.lease = lease;
      LoadedBackbone loaded = lease.value();
      int width = loaded.backbone().config().hidden();
      tokenizer = loaded.tokenizer(input.maxLength());
      frozen = new FrozenPass(loaded.backbone(), wanted, new Batching(batchRows, BATCH_TOKENS));
      hiddenTokenBytes = wanted.hidden() ? (long) width * wanted.precision().bytes() : 0;
      pooledBytes = (long) width * Double.BYTES;
    }

    @Override
    public TokenisedRow prepare(Row row, long position) {
      return new TokenisedRow(row, input.tokenise(tokenizer, row, position));
    }

    @Override
    public long bytes(TokenisedRow row) {
      int length = row.tokens() == null ? 0 : row.tokens().length();
      return RowSize.bytes(row.row()) + pooledBytes + length * (hiddenTokenBytes + Long.BYTES);
    }

    @Override
    public List<List<Row>> run(List<TokenisedRow> window) {
      List<TokenIds> tokens = new ArrayList<>(window.size());
      for (TokenisedRow row : window) {
        if (row.tokens() != null) {
          tokens.add(row.tokens());
        }
      }
      Iterator<Features> features = encode(tokens).iterator();
      List<List<Row>> results = new ArrayList<>(window.size());
      for (TokenisedRow row : window) {
        if (row.tokens() != null) {
          results.add(List.of(result(row.row(), features.next())));
        } else {
          results.add(input.keepsInvalid() ? List.of(result(row.row(), null)) : List.of());
        }
      }
      return results;
    }

    // A task uses the cores that Spark gave it, and leaves other tasks and the driver theirs.
    private List<Features> encode(List<TokenIds> tokens) {
      TaskContext task = TaskContext.get();
      try (Limit limit = NeuralRuntime.get().limitThreads(task == null ? 1 : task.cpus())) {
        return frozen.run(tokens);
      }
    }

    @Override
    public void close() {
      lease.close();
    }
  }
}
