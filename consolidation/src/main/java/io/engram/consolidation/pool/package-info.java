/** The pool of at most K adapters, and which tasks each of them serves. No Spark, no engine. */
package io.engram.consolidation.pool;
