/**
 * The Spark ring: the estimator and model as Spark ML stages, and what a strategy asks of a
 * cluster. One prediction path: every row is predicted by {@link
 * io.engram.adapters.prediction.TaskPredictor}.
 */
package io.engram.consolidation.spark;
