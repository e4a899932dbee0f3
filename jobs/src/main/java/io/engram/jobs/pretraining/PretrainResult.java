package io.engram.jobs.pretraining;

import io.engram.adapters.pretraining.PretrainedEncoder;
import io.engram.consolidation.task.TaskManifest;

/**
 * What was pre-trained.
 *
 * @param request what was asked for
 * @param data what it was trained on
 * @param trained rows that were learnt
 * @param heldOut rows of the same classes that were not
 * @param encoder what came out
 */
public record PretrainResult(
    PretrainRequest request,
    TaskManifest data,
    long trained,
    long heldOut,
    PretrainedEncoder encoder) {}
