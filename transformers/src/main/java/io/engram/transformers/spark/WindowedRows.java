package io.engram.transformers.spark;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * The rows of a partition through a batch function, one bounded window after another. Output order
 * is input order; a row is read only when its window is asked for, so the partition is never in
 * memory as a whole.
 *
 * @param <I> row read
 * @param <O> row written
 */
public final class WindowedRows<I, O> implements Iterator<O> {

  /**
   * How much is in memory at once.
   *
   * @param rows rows at most
   * @param bytes bytes at most, by the caller's estimate; a larger row is a window of its own
   */
  public record Window(int rows, long bytes) {
    public Window {
      if (rows < 1 || bytes < 1) {
        throw new IllegalArgumentException(
            "a window needs room for a row and a byte, got " + rows + " and " + bytes);
      }
    }
  }

  private final Iterator<I> source;
  private final Window window;
  private final ToLongFunction<? super I> bytes;
  private final Function<List<I>, List<O>> batch;
  private Iterator<O> ready = List.<O>of().iterator();

  // The row that did not fit into the last window.
  private I held;

  /**
   * @param source rows of the partition, none null
   * @param bytes what a row costs while its window is in memory, its results included
   * @param batch one result for each row of a window, in the same order
   */
  public WindowedRows(
      Iterator<I> source,
      Window window,
      ToLongFunction<? super I> bytes,
      Function<List<I>, List<O>> batch) {
    this.source = source;
    this.window = window;
    this.bytes = bytes;
    this.batch = batch;
  }

  @Override
  public boolean hasNext() {
    return ready.hasNext() || held != null || source.hasNext();
  }

  @Override
  public O next() {
    if (!ready.hasNext()) {
      ready = null;
      ready = run(fill());
    }
    return ready.next();
  }

  private List<I> fill() {
    List<I> rows = new ArrayList<>();
    long total = 0;
    while (rows.size() < window.rows() && (held != null || source.hasNext())) {
      I row = held != null ? held : source.next();
      held = null;
      total += bytes.applyAsLong(row);
      if (total > window.bytes() && !rows.isEmpty()) {
        held = row;
        break;
      }
      rows.add(row);
    }
    if (rows.isEmpty()) {
      throw new NoSuchElementException("the partition has no more rows");
    }
    return rows;
  }

  private Iterator<O> run(List<I> rows) {
    List<O> results = batch.apply(rows);
    if (results.size() != rows.size()) {
      throw new IllegalStateException(
          "the batch function gave " + results.size() + " results for " + rows.size() + " rows");
    }
    return results.iterator();
  }
}
