package io.engram.transformers.spark;

/** A cached value could not be loaded or closed; the message names its key. */
public final class ExecutorCacheException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ExecutorCacheException(String message, Throwable cause) {
    super(message, cause);
  }
}
