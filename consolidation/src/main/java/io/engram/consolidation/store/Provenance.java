package io.engram.consolidation.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.engram.consolidation.gate.GateVerdict;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a version came about. Nothing here is needed to load it. Build one with {@link #of} and the
 * {@code with} methods.
 *
 * @param task task that was learnt; null when none was
 * @param slot slot it went to, -1 for the identity slot; null when none was chosen
 * @param scores transferability score by slot number
 * @param metrics accuracies and what else was measured
 * @param counts rows, steps, parameters, bytes
 * @param seeds by purpose
 * @param numericPath processor path and threads the weights were computed with; may be null
 * @param settings effective settings, never a credential
 * @param libraries name to version
 * @param schedulerRun id a scheduler gave to the run, recorded and never compared; may be null
 * @param gate what the gate said; null when none was asked for, and in records of older programs
 */
public record Provenance(
    String task,
    Integer slot,
    SortedMap<String, Double> scores,
    JsonNode metrics,
    SortedMap<String, Long> counts,
    SortedMap<String, Long> seeds,
    String numericPath,
    JsonNode settings,
    SortedMap<String, String> libraries,
    String schedulerRun,
    GateVerdict gate) {

  public Provenance {
    if (task != null) {
      Names.requireName(task, "task");
    }
    if (slot != null && slot < -1) {
      throw new IllegalArgumentException("slot must be at least -1, got " + slot);
    }
    scores = sorted(scores);
    for (Map.Entry<String, Double> score : scores.entrySet()) {
      if (!Double.isFinite(score.getValue())) {
        throw new IllegalArgumentException(
            "score of slot " + score.getKey() + " is not finite: " + score.getValue());
      }
    }
    metrics = metrics == null ? JsonNodeFactory.instance.nullNode() : metrics.deepCopy();
    counts = sorted(counts);
    seeds = sorted(seeds);
    settings = settings == null ? JsonNodeFactory.instance.nullNode() : settings.deepCopy();
    libraries = sorted(libraries);
  }

  private static <V> SortedMap<String, V> sorted(Map<String, V> map) {
    return Collections.unmodifiableSortedMap(map == null ? new TreeMap<>() : new TreeMap<>(map));
  }

  /** Provenance that says no more than task and slot. */
  public static Provenance of(String task, Integer slot) {
    return new Provenance(task, slot, null, null, null, null, null, null, null, null, null);
  }

  public Provenance withScores(Map<String, Double> newScores) {
    return new Provenance(
        task,
        slot,
        sorted(newScores),
        metrics,
        counts,
        seeds,
        numericPath,
        settings,
        libraries,
        schedulerRun,
        gate);
  }

  public Provenance withMetrics(JsonNode newMetrics) {
    return new Provenance(
        task,
        slot,
        scores,
        newMetrics,
        counts,
        seeds,
        numericPath,
        settings,
        libraries,
        schedulerRun,
        gate);
  }

  public Provenance withCounts(Map<String, Long> newCounts) {
    return new Provenance(
        task,
        slot,
        scores,
        metrics,
        sorted(newCounts),
        seeds,
        numericPath,
        settings,
        libraries,
        schedulerRun,
        gate);
  }

  public Provenance withSeeds(Map<String, Long> newSeeds) {
    return new Provenance(
        task,
        slot,
        scores,
        metrics,
        counts,
        sorted(newSeeds),
        numericPath,
        settings,
        libraries,
        schedulerRun,
        gate);
  }

  public Provenance withSettings(JsonNode newSettings) {
    return new Provenance(
        task,
        slot,
        scores,
        metrics,
        counts,
        seeds,
        numericPath,
        newSettings,
        libraries,
        schedulerRun,
        gate);
  }

  /** Where and with what the weights were computed. */
  public Provenance withEnvironment(
      String newNumericPath, Map<String, String> newLibraries, String newSchedulerRun) {
    return new Provenance(
        task,
        slot,
        scores,
        metrics,
        counts,
        seeds,
        newNumericPath,
        settings,
        sorted(newLibraries),
        newSchedulerRun,
        gate);
  }

  public Provenance withGate(GateVerdict verdict) {
    return new Provenance(
        task,
        slot,
        scores,
        metrics,
        counts,
        seeds,
        numericPath,
        settings,
        libraries,
        schedulerRun,
        verdict);
  }
}
