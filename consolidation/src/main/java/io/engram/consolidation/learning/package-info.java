/**
 * The work behind a {@link io.engram.consolidation.strategy.LearningWorkbench} without Spark:
 * trainings and what is kept of them, slots scored, teachers asked; and a workbench that does all
 * of it in this JVM on rows that lie on its disk.
 */
package io.engram.consolidation.learning;
