package io.engram.transformers.runtime;

import java.util.function.Supplier;

/**
 * A value that the first call makes. Unlike a static field's initialiser it shows every caller why
 * it failed, and a later call tries again.
 *
 * @param <T> what is made
 */
public final class MadeOnce<T> {
  private final Supplier<T> maker;
  private volatile T value;

  /**
   * @param maker makes one value; called again after it threw
   */
  public MadeOnce(Supplier<T> maker) {
    this.maker = maker;
  }

  public T get() {
    T made = value;
    if (made == null) {
      synchronized (this) {
        made = value == null ? maker.get() : value;
        value = made;
      }
    }
    return made;
  }
}
