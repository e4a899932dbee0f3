/**
 * What is done to a model without learning: going back to an earlier version, and erasing a task.
 * Each ends in a new version; nothing here deletes what was published.
 */
package io.engram.consolidation.store.upkeep;
