package io.engram.consolidation.distillation;

import io.engram.consolidation.task.StableHash;
import io.engram.transformers.input.RawInput;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * A uniform sample, of at most a fixed number, of the inputs of all tasks seen: the rows whose hash
 * under the run's seed is smallest. It depends on the seed and on which rows were offered, not on
 * their order or partitioning, and samples merge. Labels are kept only where they are offered.
 */
public final class Reservoir implements Serializable {
  private static final long serialVersionUID = 1;

  private final long seed;
  private final int capacity;
  private final TreeMap<Place, ReservoirRow> rows = new TreeMap<>();

  /** Order of the rows: by hash, ties by task and key. */
  private record Place(long hash, String task, String key)
      implements Comparable<Place>, Serializable {
    private static final Comparator<Place> ORDER =
        Comparator.comparingLong(Place::hash).thenComparing(Place::task).thenComparing(Place::key);

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * @param seed seed of the run
   * @param capacity rows kept at most; 0 keeps none
   */
  public Reservoir(long seed, int capacity) {
    if (capacity < 0) {
      throw new IllegalArgumentException("a reservoir cannot keep " + capacity + " rows");
    }
    this.seed = seed;
    this.capacity = capacity;
  }

  /** The sample of some rows. */
  public static Reservoir of(long seed, int capacity, Collection<ReservoirRow> rows) {
    Reservoir reservoir = new Reservoir(seed, capacity);
    rows.forEach(reservoir::add);
    return reservoir;
  }

  /** Offers a row of text without its label. */
  public void add(String task, String key, String text, String pair) {
    add(new ReservoirRow(task, key, new RawInput.Text(text, pair), null));
  }

  /** Offers a row; it is kept while its hash is among the smallest. */
  public void add(ReservoirRow row) {
    long hash = StableHash.of(row.task() + '\n' + row.key(), seed);
    Place place = new Place(hash, row.task(), row.key());
    if (rows.size() < capacity || (capacity > 0 && place.compareTo(rows.lastKey()) < 0)) {
      rows.put(place, row);
      if (rows.size() > capacity) {
        rows.pollLastEntry();
      }
    }
  }

  /**
   * Adds the rows of {@code other} to these, in the same bounds; returns this.
   *
   * @throws IllegalArgumentException if the other one was sampled with another seed
   */
  public Reservoir merge(Reservoir other) {
    if (other.seed != seed) {
      throw new IllegalArgumentException(
          "reservoirs of seeds " + seed + " and " + other.seed + " are no sample together");
    }
    rows.putAll(other.rows);
    while (rows.size() > capacity) {
      rows.pollLastEntry();
    }
    return this;
  }

  /** The sample without the rows of one task. */
  public Reservoir without(String task) {
    Reservoir rest = new Reservoir(seed, capacity);
    rows.forEach(
        (place, row) -> {
          if (!row.task().equals(task)) {
            rest.rows.put(place, row);
          }
        });
    return rest;
  }

  /** Kept rows in a fixed order. */
  public List<ReservoirRow> rows() {
    return new ArrayList<>(rows.values());
  }

  public int size() {
    return rows.size();
  }

  public int capacity() {
    return capacity;
  }

  public long seed() {
    return seed;
  }
}
