/** What this JVM did so far, counted once a batch; whoever shows it reads it here. */
package io.engram.transformers.metrics;
