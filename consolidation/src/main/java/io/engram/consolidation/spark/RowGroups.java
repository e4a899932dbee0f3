package io.engram.consolidation.spark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.util.AccumulatorV2;

/**
 * Rows by what is said of each: how many, and the names of a few. Of one size however many rows,
 * reasons and names there are, and the same whatever the order in which they come: kept are the
 * first reasons and the first names in the order of strings, and all other reasons count as one.
 *
 * <p>As an accumulator of Spark it is read by the executor's heartbeat while rows are added, so
 * every method that touches its state is synchronised.
 */
public final class RowGroups extends AccumulatorV2<RowGroups.Named, List<RowGroup>> {
  /** What rows with a reason beyond the kept ones are said to have. */
  static final String OTHER = "other reasons";

  private static final long serialVersionUID = 1L;
  private static final int REASONS = 20;
  private static final int EXAMPLES = 3;
  private static final int REASON_LENGTH = 300;
  private static final int NAME_LENGTH = 100;

  private NavigableMap<String, Counted> kept = new TreeMap<>();
  private Counted other = new Counted();

  /**
   * @param reason what is said of a row
   * @param row what messages call the row
   */
  public record Named(String reason, String row) {}

  @Override
  public synchronized void add(Named row) {
    Counted one = new Counted();
    one.rows = 1;
    one.examples.add(cut(row.row(), NAME_LENGTH));
    count(cut(row.reason(), REASON_LENGTH), one);
  }

  @Override
  public void merge(AccumulatorV2<Named, List<RowGroup>> added) {
    RowGroups copy = (RowGroups) added.copy();
    synchronized (this) {
      copy.kept.forEach(this::count);
      other.take(copy.other);
    }
  }

  private void count(String reason, Counted rows) {
    kept.computeIfAbsent(reason, none -> new Counted()).take(rows);
    if (kept.size() > REASONS) {
      other.take(kept.pollLastEntry().getValue());
    }
  }

  /** Rows in all. */
  public synchronized long rows() {
    return other.rows + kept.values().stream().mapToLong(counted -> counted.rows).sum();
  }

  /** Most frequent first, other reasons last. */
  @Override
  public synchronized List<RowGroup> value() {
    List<RowGroup> groups = new ArrayList<>();
    kept.forEach((reason, counted) -> groups.add(counted.group(reason)));
    groups.sort(Comparator.comparingLong(RowGroup::rows).reversed());
    if (other.rows > 0) {
      groups.add(other.group(OTHER));
    }
    return List.copyOf(groups);
  }

  @Override
  public synchronized boolean isZero() {
    return kept.isEmpty();
  }

  @Override
  public synchronized RowGroups copy() {
    RowGroups copy = new RowGroups();
    for (Map.Entry<String, Counted> entry : kept.entrySet()) {
      copy.kept.put(entry.getKey(), entry.getValue().copy());
    }
    copy.other = other.copy();
    return copy;
  }

  @Override
  public synchronized void reset() {
    kept = new TreeMap<>();
    other = new Counted();
  }

  private synchronized void writeObject(java.io.ObjectOutputStream out) throws java.io.IOException {
    out.defaultWriteObject();
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length) + "...";
  }

  private static final class Counted implements java.io.Serializable {
    private static final long serialVersionUID = 1L;

    private long rows;
    private final TreeSet<String> examples = new TreeSet<>();

    void take(Counted added) {
      rows += added.rows;
      examples.addAll(added.examples);
      while (examples.size() > EXAMPLES) {
        examples.pollLast();
      }
    }

    Counted copy() {
      Counted copy = new Counted();
      copy.take(this);
      return copy;
    }

    RowGroup group(String reason) {
      return new RowGroup(reason, rows, List.copyOf(examples));
    }
  }
}
