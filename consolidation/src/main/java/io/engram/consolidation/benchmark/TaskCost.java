package io.engram.consolidation.benchmark;

import io.engram.consolidation.transferability.SlotChoice;

/**
 * What learning one task cost.
 *
 * @param task the task that was learnt
 * @param slot where it lives since then, -1 for the plain backbone
 * @param choice how the slot was chosen; null where there was nothing to choose
 * @param learnSeconds what depends on the task alone: frozen layers, class statistics, adapter and
 *     head
 * @param consolidateSeconds everything between that and the new state: selection, targets,
 *     distillation
 * @param frozenSeconds of both, spent in layers that are frozen for every method
 * @param parametersServed trained values that prediction needs after this task, heads included
 * @param parametersPeak trained values that were held at once while learning
 * @param bytesKept data of old tasks, and what else a method keeps beside the served parameters
 * @param statisticsSeconds of {@code learnSeconds}, spent in the class statistics that every
 *     version keeps
 * @param statisticsBytes class statistics of all tasks so far, the same for every method; not among
 *     {@code bytesKept}
 */
public record TaskCost(
    String task,
    int slot,
    SlotChoice choice,
    double learnSeconds,
    double consolidateSeconds,
    double frozenSeconds,
    long parametersServed,
    long parametersPeak,
    long bytesKept,
    double statisticsSeconds,
    long statisticsBytes) {}
