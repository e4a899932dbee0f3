package io.engram.adapters.training;

import java.util.List;

/**
 * How far a run has come.
 *
 * @param steps optimiser steps taken
 * @param epoch epoch that is going on, from 1
 * @param batch batches of it that are done
 * @param lossSum sum of the losses of its rows so far
 * @param seen its rows so far
 * @param epochLosses mean loss of each finished epoch
 * @param validationLosses validation loss after each finished epoch
 * @param seconds that it took so far, those of tries that were cut off included
 */
record RunProgress(
    long steps,
    int epoch,
    int batch,
    double lossSum,
    long seen,
    List<Double> epochLosses,
    List<Double> validationLosses,
    double seconds) {

  RunProgress {
    epochLosses = List.copyOf(epochLosses);
    validationLosses = List.copyOf(validationLosses);
  }
}
