package io.engram.adapters.training;

import java.util.List;

/**
 * What a training run did.
 *
 * @param rows training rows
 * @param steps optimiser steps taken
 * @param epochLosses mean training loss of each epoch
 * @param validationLosses validation loss after each epoch; empty without validation rows
 * @param validationAccuracy accuracy of the kept weights on the validation rows; NaN without
 * @param bestEpoch epoch (from 1) whose weights were kept
 * @param seconds by the wall clock, without the wait for other runs; those of tries that were cut
 *     off and gone on from count up to their last checkpoint
 */
public record TrainingReport(
    long rows,
    long steps,
    List<Double> epochLosses,
    List<Double> validationLosses,
    double validationAccuracy,
    int bestEpoch,
    double seconds) {}
