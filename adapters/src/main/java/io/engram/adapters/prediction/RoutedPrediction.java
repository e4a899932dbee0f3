package io.engram.adapters.prediction;

/**
 * The answer for a row that named no task.
 *
 * @param prediction by slot and head of the task that the router found
 * @param route where the router put the row
 */
public record RoutedPrediction(Prediction prediction, RowRouter.Route route) {}
