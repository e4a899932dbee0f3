package io.engram.jobs.watch.arrivals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists a task area on the driver whenever Spark asks how far it is. */
final class ArrivalStream implements MicroBatchStream {
  private static final Logger LOG = LoggerFactory.getLogger(ArrivalStream.class);

  private final TaskArea area;
  private Optional<List<Arrival>> listed = Optional.empty();

  ArrivalStream(TaskArea area) {
    this.area = area;
  }

  @Override
  public Offset initialOffset() {
    return AreaOffset.EMPTY;
  }

  @Override
  public Offset latestOffset() {
    listed = Optional.of(newest());
    return AreaOffset.of(listed.get());
  }

  @Override
  public Offset deserializeOffset(String json) {
    return AreaOffset.parse(json);
  }

  /** Of a batch that is done once more after a restart, folders are told as they are now. */
  @Override
  public InputPartition[] planInputPartitions(Offset start, Offset end) {
    List<Arrival> now =
        listed.filter(known -> end.equals(AreaOffset.of(known))).orElseGet(this::list);
    InternalRow[] rows =
        ((AreaOffset) start)
            .changes((AreaOffset) end, now).stream()
                .map(ArrivalRows::write)
                .toArray(InternalRow[]::new);
    return new InputPartition[] {new Rows(rows)};
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new ReaderFactory();
  }

  @Override
  public void commit(Offset end) {}

  @Override
  public void stop() {}

  /** What was listed before stands while the store does not answer: the stream goes on. */
  private List<Arrival> newest() {
    try {
      return list();
    } catch (UncheckedIOException e) {
      List<Arrival> before = listed.orElseThrow(() -> e);
      LOG.warn(
          "The task area cannot be listed, what was seen before stands: {}",
          e.getCause().toString());
      return before;
    }
  }

  private List<Arrival> list() {
    try {
      return area.list();
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private static final class Rows implements InputPartition {
    private static final long serialVersionUID = 1L;
    private final InternalRow[] rows;

    Rows(InternalRow[] rows) {
      this.rows = rows;
    }
  }

  private static final class ReaderFactory implements PartitionReaderFactory {
    private static final long serialVersionUID = 1L;

    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
      Iterator<InternalRow> rows = List.of(((Rows) partition).rows).iterator();
      return new PartitionReader<>() {
        private InternalRow row;

        @Override
        public boolean next() {
          boolean more = rows.hasNext();
          row = more ? rows.next() : null;
          return more;
        }

        @Override
        public InternalRow get() {
          return row;
        }

        @Override
        public void close() {}
      };
    }
  }
}
