package io.engram.consolidation.store.runs;

/**
 * What a finished training left.
 *
 * @param adapter safetensors, or null
 * @param head safetensors, or null
 * @param report JSON
 */
public record StepOutcome(byte[] adapter, byte[] head, byte[] report) {}
