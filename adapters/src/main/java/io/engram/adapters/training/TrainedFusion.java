package io.engram.adapters.training;

import io.engram.adapters.FusionWeights;
import io.engram.adapters.Head;

/**
 * A fusion of adapters for one task.
 *
 * @param fusion attention over the adapters, in the order in which they were given
 * @param head the task's classifier, centred
 * @param report how training went
 */
public record TrainedFusion(FusionWeights fusion, Head head, TrainingReport report) {}
