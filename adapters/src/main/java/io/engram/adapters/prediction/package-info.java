/**
 * Prediction in plain Java: the one path that the Spark model, evaluation and services all take.
 */
package io.engram.adapters.prediction;
