package io.engram.transformers.spark;

import io.engram.transformers.runtime.BackgroundThreads;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.function.ToLongFunction;
import org.apache.spark.sql.Row;

/**
 * Rows made ready on threads of their own while the caller works on those before: pictures are
 * decoded while others are encoded. The rows themselves are read by the caller's thread alone.
 * Order is kept; what is in flight is bounded.
 *
 * @param <P> a row made ready
 */
final class ReadAhead<P> implements Iterator<P>, AutoCloseable {

  /**
   * What is in flight at most.
   *
   * @param rows rows
   * @param bytes bytes of the rows as they were read, and of what they are made to, as far as the
   *     last one that was taken tells
   */
  record Bound(int rows, long bytes) {
    static final Bound DEFAULT = new Bound(128, 32L << 20);
  }

  private record InFlight<P>(long bytes, Future<P> ready) {}

  private final Iterator<Row> rows;
  private final BiFunction<Row, RowPlace, P> prepare;
  private final ToLongFunction<P> size;
  private final Bound bound;
  private final BackgroundThreads threads;
  private final ArrayDeque<InFlight<P>> queue = new ArrayDeque<>();
  private long bytes;
  private long made;
  private long position;

  /**
   * @param prepare used by all these threads at once, never by the caller's
   * @param size bytes of a row made ready, the row itself among them
   * @param threads how many
   */
  ReadAhead(
      Iterator<Row> rows,
      BiFunction<Row, RowPlace, P> prepare,
      ToLongFunction<P> size,
      Bound bound,
      int threads) {
    this.threads = new BackgroundThreads(threads, "engram-reader");
    this.rows = rows;
    this.prepare = prepare;
    this.size = size;
    this.bound = bound;
  }

  @Override
  public boolean hasNext() {
    fill();
    return !queue.isEmpty();
  }

  @Override
  public P next() {
    fill();
    InFlight<P> first = queue.poll();
    if (first == null) {
      throw new NoSuchElementException("the partition has no more rows");
    }
    P ready = await(first.ready());
    bytes -= first.bytes();
    made = Math.max(0, size.applyAsLong(ready) - first.bytes());
    fill();
    return ready;
  }

  private void fill() {
    while (queue.size() < bound.rows()
        && (queue.isEmpty() || bytes + queue.size() * made < bound.bytes())
        && rows.hasNext()) {
      Row row = rows.next();
      RowPlace place = RowPlace.here(position++);
      long read = RowSize.bytes(row);
      bytes += read;
      queue.add(new InFlight<>(read, threads.submit(() -> prepare.apply(row, place))));
    }
  }

  private static <P> P await(Future<P> ready) {
    try {
      return ready.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) failed.getCause();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new CancellationException("reading rows was interrupted");
    }
  }

  /** Returns when nothing is being made ready any more, so that what it uses may be freed. */
  @Override
  public void close() {
    threads.close();
  }
}
