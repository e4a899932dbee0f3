package io.engram.consolidation.store;

import java.time.Duration;

/**
 * Keeps what a running writer needs from being deleted by {@link ModelStore#collect}: everything
 * written since the lease was taken, and what it names. Renewed by a thread of its own every {@link
 * #RENEWED_EVERY}; a writer that dies leaves a lease that dies after {@link #DEAD_AFTER}.
 *
 * <p>{@link ModelStore#publish} and {@link ModelStore#moveAlias} take leases by themselves. Who
 * works longer than the guard before it publishes (learning does) holds one around all of it.
 */
public interface WriterLease extends AutoCloseable {
  /** How often a lease is written again. */
  Duration RENEWED_EVERY = Duration.ofSeconds(30);

  /** Without being written for so long a lease protects nothing more. */
  Duration DEAD_AFTER = Duration.ofMinutes(10);

  /** Name of the lease. */
  String id();

  /** Ends it; what was not published may be deleted from now on. Never throws. */
  @Override
  void close();
}
