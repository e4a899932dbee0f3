package io.engram.consolidation.spark;

import io.engram.consolidation.store.serving.ServedModel;
import io.engram.transformers.input.InputKind;
import io.engram.transformers.spark.ExecutorCache.Lease;
import io.engram.transformers.spark.RowPlace;
import io.engram.transformers.spark.RowSize;
import io.engram.transformers.spark.RowWindows;
import io.engram.transformers.spark.WindowedRows.Window;
import java.util.List;
import org.apache.spark.sql.Row;

/** Scores the rows of one partition, window by window. */
final class ScoreRows extends RowWindows<ScoringRow> {
  private static final long serialVersionUID = 1L;
  private static final Window WINDOW = new Window(4096, 32L << 20);
  private static final int ROW_OVERHEAD_BYTES = 512;

  private final ModelSource source;
  private final ScoringPlan plan;
  private final ScoringCounters counters;

  ScoreRows(ModelSource source, ScoringPlan plan, ScoringCounters counters) {
    super(WINDOW);
    this.source = source;
    this.plan = plan;
    this.counters = counters;
  }

  @Override
  protected Work<ScoringRow> open() {
    return new Scoring(ServedModels.lease(source, plan.options(), plan.pictures().limits()));
  }

  private final class Scoring implements Work<ScoringRow> {
    private final Lease<ServedModel> lease;
    private final RowScorer scorer;

    Scoring(Lease<ServedModel> lease) {
      this.lease = lease;
      this.scorer = new RowScorer(lease.value(), source.configuration(), plan, counters);
    }

    @Override
    public ScoringRow prepare(Row row, RowPlace place) {
      return scorer.read(row, place);
    }

    @Override
    public int readers() {
      return lease.value().kind() == InputKind.IMAGE ? plan.pictures().threads() : 0;
    }

    // The row as it was read, what the encoder gets, and the answer.
    @Override
    public long bytes(ScoringRow row) {
      return RowSize.bytes(row.row()) + row.inputBytes() + ROW_OVERHEAD_BYTES;
    }

    @Override
    public List<List<Row>> run(List<ScoringRow> window) {
      return scorer.score(window);
    }

    @Override
    public void close() {
      lease.close();
    }
  }
}
