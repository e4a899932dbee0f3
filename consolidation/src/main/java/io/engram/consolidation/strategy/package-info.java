/**
 * Ways to learn one task after another: the port {@link
 * io.engram.consolidation.strategy.ContinualStrategy}, what a learner knows, and the strategies
 * themselves. No engine, no Spark: what is expensive happens behind {@link
 * io.engram.consolidation.strategy.LearningWorkbench}.
 */
package io.engram.consolidation.strategy;
