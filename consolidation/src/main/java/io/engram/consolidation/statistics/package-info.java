/**
 * Sums over the rows of a task that can be added up in any order: what is left of a task when its
 * data is gone.
 */
package io.engram.consolidation.statistics;
