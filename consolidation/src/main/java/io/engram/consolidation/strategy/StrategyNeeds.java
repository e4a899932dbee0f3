package io.engram.consolidation.strategy;

/**
 * What a strategy asks for.
 *
 * @param taskIdAtPrediction whether a row can be predicted only when its task is known
 * @param hiddenStates whether training needs hidden states of every token, not only pooled features
 * @param oldInputs whether unlabelled inputs of earlier tasks are kept
 */
public record StrategyNeeds(boolean taskIdAtPrediction, boolean hiddenStates, boolean oldInputs) {}
