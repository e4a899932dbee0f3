package io.engram.adapters.training;

import io.engram.adapters.AdapterWeights;
import io.engram.adapters.Head;

/**
 * What one task adds.
 *
 * @param adapter the trained adapter; null when only a head was trained on the plain backbone
 * @param head the task's classifier, centred
 * @param report how training went
 */
public record TrainedTask(AdapterWeights adapter, Head head, TrainingReport report) {}
