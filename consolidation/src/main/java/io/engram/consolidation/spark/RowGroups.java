package io.engram.consolidation.spark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.spark.util.AccumulatorV2;

/**
 * Rows by what is said of each: how many, and the names of a few. Of one size however many rows,
 * reasons and names there are, and the same whatever the order in which they come: kept are the
 * first reasons and the first names in the order of strings, and all other reasons count as one.
 *
 * <p>An executor's heartbeat reads accumulators while a task adds to them: what is in here is
 * replaced whole, and never changes.
 */
public final class RowGroups extends AccumulatorV2<RowGroups.Named, List<RowGroup>> {
  /** What rows with a reason beyond the kept ones are said to have. */
  static final String OTHER = "other reasons";

  private static final long serialVersionUID = 1L;
  private static final int REASONS = 20;
  private static final int REASON_LENGTH = 300;
  private static final int NAME_LENGTH = 100;
  private static final RowGroup NONE = new RowGroup(OTHER, 0, List.of());

  private final ConcurrentNavigableMap<String, RowGroup> kept = new ConcurrentSkipListMap<>();
  private volatile RowGroup other = NONE;

  /**
   * @param reason what is said of a row
   * @param row what messages call the row
   */
  public record Named(String reason, String row) {}

  @Override
  public void add(Named row) {
    count(new RowGroup(cut(row.reason(), REASON_LENGTH), 1, List.of(cut(row.row(), NAME_LENGTH))));
  }

  @Override
  public void merge(AccumulatorV2<Named, List<RowGroup>> added) {
    RowGroups more = (RowGroups) added;
    more.kept.values().forEach(this::count);
    putAside(more.other);
  }

  private synchronized void count(RowGroup rows) {
    kept.merge(rows.reason(), rows, RowGroup::plus);
    if (kept.size() > REASONS) {
      putAside(kept.pollLastEntry().getValue());
    }
  }

  private synchronized void putAside(RowGroup rows) {
    other = other.plus(rows);
  }

  /** Rows in all. */
  public long rows() {
    return other.rows() + kept.values().stream().mapToLong(RowGroup::rows).sum();
  }

  /** Most frequent first, other reasons last. */
  @Override
  public List<RowGroup> value() {
    List<RowGroup> groups = new ArrayList<>(kept.values());
    groups.sort(Comparator.comparingLong(RowGroup::rows).reversed());
    if (other.rows() > 0) {
      groups.add(other);
    }
    return List.copyOf(groups);
  }

  @Override
  public boolean isZero() {
    return kept.isEmpty();
  }

  @Override
  public RowGroups copy() {
    RowGroups copy = new RowGroups();
    copy.merge(this);
    return copy;
  }

  @Override
  public synchronized void reset() {
    kept.clear();
    other = NONE;
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length) + "...";
  }
}
