package io.engram.consolidation.store.runs;

import io.engram.adapters.training.CheckpointProgress;
import java.util.Optional;

/**
 * How far one training of a run has come.
 *
 * @param step {@code probe}, {@code adapter} or {@code consolidation}
 * @param finished whether its outcome is there
 * @param checkpoint where its newest checkpoint stands; empty when it is finished or has none
 */
public record StepState(String step, boolean finished, Optional<CheckpointProgress> checkpoint) {}
