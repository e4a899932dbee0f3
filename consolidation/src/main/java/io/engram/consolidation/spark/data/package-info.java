/**
 * Reads the rows of a task from any Spark source, checks them on executors and says what the task
 * is, or why it is refused.
 */
package io.engram.consolidation.spark.data;
