package io.engram.transformers.spark;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Expensive values that hold native memory, shared by all tasks of a JVM.
 *
 * <ol>
 *   <li>At any time at most one value per key is alive, however many threads ask for it.
 *   <li>A value with an open {@link Lease} is never closed.
 *   <li>At most {@code capacity} values stay; more only while they are all leased. The least
 *       recently used one without a lease is closed first.
 *   <li>A load that fails is not kept: every waiting thread then tries with its own loader.
 * </ol>
 *
 * <p>Lives in a static field of the executor's JVM and is never serialised.
 *
 * @param <K> key by content, such as a hash
 * @param <V> what is cached
 */
public final class ExecutorCache<K, V extends AutoCloseable> {

  /** Makes the value of one key. */
  @FunctionalInterface
  public interface Loader<V> {
    V load() throws Exception;
  }

  /** The right to use a value until {@link #close()}, which may be called more than once. */
  public interface Lease<V> extends AutoCloseable {
    /**
     * The leased value.
     *
     * @throws IllegalStateException after {@link #close()}
     */
    V value();

    @Override
    void close();
  }

  private final int capacity;
  private final Map<K, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long loads;

  /**
   * @param capacity values kept at most while nobody uses them, at least 1
   */
  public ExecutorCache(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity must be at least 1, got " + capacity);
    }
    this.capacity = capacity;
  }

  /**
   * Leases the value of a key, loading it first when it is not there.
   *
   * @throws ExecutorCacheException when the loader throws a checked exception, or the thread is
   *     interrupted while another loads; unchecked ones pass through
   */
  public Lease<V> acquire(K key, Loader<? extends V> loader) {
    Objects.requireNonNull(key, "key");
    Entry entry;
    synchronized (this) {
      entry = entries.computeIfAbsent(key, Entry::new);
      entry.leases++;
    }
    boolean loaded = false;
    try {
      if (entry.value == null) {
        // Before the load: what nobody uses need not be in memory beside what is coming.
        shrink(capacity);
      }
      entry.load(loader);
      loaded = true;
    } finally {
      if (!loaded) {
        release(entry);
      }
    }
    return new EntryLease(entry);
  }

  /** Loads that succeeded since this cache was made. */
  public synchronized long loads() {
    return loads;
  }

  /** Values alive now. */
  public synchronized int size() {
    return (int) entries.values().stream().filter(entry -> entry.value != null).count();
  }

  /** Closes every value that has no lease. */
  public void closeIdle() {
    shrink(0);
  }

  private void release(Entry entry) {
    synchronized (this) {
      entry.leases--;
      if (entry.leases == 0 && entry.value == null) {
        entries.remove(entry.key);
      }
    }
    shrink(capacity);
  }

  // Closing happens inside the lock: a second value of the same key must not be loaded before the
  // first one is gone.
  private synchronized void shrink(int limit) {
    var oldestFirst = entries.values().iterator();
    while (entries.size() > limit && oldestFirst.hasNext()) {
      Entry entry = oldestFirst.next();
      if (entry.leases == 0) {
        oldestFirst.remove();
        close(entry);
      }
    }
  }

  private void close(Entry entry) {
    try {
      entry.value.close();
    } catch (RuntimeException failure) {
      throw failure;
    } catch (Exception failure) {
      throw new ExecutorCacheException("could not close the value of " + entry.key, failure);
    }
  }

  private final class Entry {
    private final K key;
    private final ReentrantLock loading = new ReentrantLock();
    private int leases;
    private volatile V value;

    Entry(K key) {
      this.key = key;
    }

    void load(Loader<? extends V> loader) {
      if (value != null) {
        return;
      }
      try {
        loading.lockInterruptibly();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new ExecutorCacheException("interrupted while " + key + " was loading", interrupted);
      }
      try {
        if (value == null) {
          V made = Objects.requireNonNull(loader.load(), "loaded value");
          synchronized (ExecutorCache.this) {
            value = made;
            loads++;
          }
        }
      } catch (RuntimeException failure) {
        throw failure;
      } catch (Exception failure) {
        throw new ExecutorCacheException(
            "could not load " + key + ": " + failure.getMessage(), failure);
      } finally {
        loading.unlock();
      }
    }
  }

  private final class EntryLease implements Lease<V> {
    private final Entry entry;
    private final AtomicBoolean closed = new AtomicBoolean();

    EntryLease(Entry entry) {
      this.entry = entry;
    }

    @Override
    public V value() {
      if (closed.get()) {
        throw new IllegalStateException("the lease on " + entry.key + " is closed");
      }
      return entry.value;
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        release(entry);
      }
    }
  }
}
