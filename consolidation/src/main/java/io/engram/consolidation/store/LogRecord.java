package io.engram.consolidation.store;

import java.time.Instant;

/** One entry of a log in which each number is taken exactly once. */
public sealed interface LogRecord permits VersionRecord, AliasRecord, ExpiryRecord {

  /** Format it was written in. */
  int format();

  /** Id of the store it belongs to. */
  String store();

  /** Position in its log, from 1. */
  long number();

  /** Identity of the write: how a writer that lost the reply recognises its own record. */
  String id();

  /** When it was written, by the writer's clock. */
  Instant created();

  /** What happened, in a few words, for messages. */
  String summary();
}
