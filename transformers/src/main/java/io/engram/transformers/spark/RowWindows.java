package io.engram.transformers.spark;

import io.engram.transformers.spark.WindowedRows.Window;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/**
 * The function that Engram's stages run on a partition: rows in bounded windows through something
 * that lives as long as the task. An implementation is a top-level or static nested class whose
 * fields are small and serialisable, never a lambda inside a stage.
 *
 * @param <P> a row made ready, such as its tokens
 */
public abstract class RowWindows<P> implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;

  /**
   * What a task holds while it runs, such as the lease of a model. Used by one thread, but for
   * {@link #prepare} where it reads ahead.
   *
   * @param <P> a row made ready
   */
  public interface Work<P> extends AutoCloseable {

    /**
     * Makes a row ready, one by one as rows are read.
     *
     * @param place of the row, for messages
     */
    P prepare(Row row, RowPlace place);

    /**
     * Threads that call {@link #prepare} at once and ahead of {@link #run}, where making a row
     * ready costs as much as what is done with it; 0: the task's own thread does, as rows are asked
     * for.
     */
    default int readers() {
      return 0;
    }

    /** Bytes that a row costs while its window is in memory, its results included. */
    long bytes(P prepared);

    /** For each row of a window, in order, the rows to write: none, one or several. */
    List<List<Row>> run(List<P> window);

    @Override
    void close();
  }

  private final int windowRows;
  private final long windowBytes;

  protected RowWindows(Window window) {
    this.windowRows = window.rows();
    this.windowBytes = window.bytes();
  }

  /** Called once on the executor, and only for a partition that has rows. */
  protected abstract Work<P> open();

  @Override
  public final Iterator<Row> call(Iterator<Row> rows) {
    if (!rows.hasNext()) {
      return Collections.emptyIterator();
    }
    Work<P> work = open();
    closeAtTheEnd(work);
    Iterator<P> prepared = new Prepared<>(rows, work);
    if (work.readers() > 0) {
      ReadAhead<P> ahead =
          new ReadAhead<>(
              rows, work::prepare, work::bytes, ReadAhead.Bound.DEFAULT, work.readers());
      // Spark calls the last listener first: nothing is made ready any more when the work closes.
      closeAtTheEnd(ahead);
      prepared = ahead;
    }
    return new Flat(
        new WindowedRows<>(prepared, new Window(windowRows, windowBytes), work::bytes, work::run));
  }

  private static void closeAtTheEnd(AutoCloseable used) {
    TaskContext task = TaskContext.get();
    if (task != null) {
      task.<Void>addTaskCompletionListener(
          ended -> {
            try {
              used.close();
            } catch (Exception e) {
              throw new IllegalStateException("cannot close " + used, e);
            }
            return null;
          });
    }
  }

  private static final class Prepared<P> implements Iterator<P> {
    private final Iterator<Row> rows;
    private final Work<P> work;
    private long position;

    Prepared(Iterator<Row> rows, Work<P> work) {
      this.rows = rows;
      this.work = work;
    }

    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public P next() {
      return work.prepare(rows.next(), RowPlace.here(position++));
    }
  }

  private static final class Flat implements Iterator<Row> {
    private final Iterator<List<Row>> source;
    private Iterator<Row> current = Collections.emptyIterator();

    Flat(Iterator<List<Row>> source) {
      this.source = source;
    }

    @Override
    public boolean hasNext() {
      while (!current.hasNext() && source.hasNext()) {
        current = source.next().iterator();
      }
      return current.hasNext();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException("the partition has no more rows");
      }
      return current.next();
    }
  }
}
