/**
 * Whether a version is good enough for {@code production}: rules, what is compared, a verdict with
 * reasons. Plain values; nothing here reads a store.
 */
package io.engram.consolidation.gate;
