/**
 * The one place that knows file systems: exclusive create, durable immutable files, content hashes,
 * and the frozen backbones kept in a lake. Everything else builds on these few guarantees.
 */
package io.engram.transformers.lake;
