package io.engram.transformers.runtime;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/** Keeps native memory from being freed under who computes with it. */
public final class UseLock {
  private final ReadWriteLock open = new ReentrantReadWriteLock();
  private final String what;
  private boolean closed;

  /**
   * @param what is used, for messages, as in "the predictor"
   */
  public UseLock(String what) {
    this.what = what;
  }

  /**
   * Works with the memory; a use may begin others in its own thread.
   *
   * @throws IllegalStateException when it is closed
   */
  public <T> T use(Supplier<T> work) {
    Lock lock = open.readLock();
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException(what + " is closed");
      }
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for every use that runs, then frees; a second call does nothing. Not for a user. */
  public void close(Runnable free) {
    Lock lock = open.writeLock();
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        free.run();
      }
    } finally {
      lock.unlock();
    }
  }
}
