package io.engram.consolidation.learning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.engram.adapters.AdapterFile;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.FusionFile;
import io.engram.adapters.Head;
import io.engram.adapters.HeadFile;
import io.engram.adapters.training.TrainedFusion;
import io.engram.adapters.training.TrainedTask;
import io.engram.adapters.training.TrainingReport;
import io.engram.consolidation.distillation.SlotHeads;
import io.engram.consolidation.distillation.SlotHeadsFile;
import io.engram.consolidation.store.runs.StepOutcome;
import java.io.Serializable;

/**
 * What a training gives back, as it crosses JVMs: safetensors and JSON.
 *
 * @param adapter safetensors of an adapter, or of a fusion, or null
 * @param head safetensors of a task's head, or of all heads of a slot, or null
 * @param report JSON
 */
public record TrainingOutcome(byte[] adapter, byte[] head, byte[] report) implements Serializable {
  private static final JsonMapper JSON = new JsonMapper();

  public static TrainingOutcome of(AdapterWeights adapter, Head head, TrainingReport report) {
    return of(
        adapter == null ? null : AdapterFile.toBytes(adapter),
        head == null ? null : HeadFile.toBytes(head),
        report);
  }

  static TrainingOutcome of(TrainedFusion trained) {
    return of(
        FusionFile.toBytes(trained.fusion()), HeadFile.toBytes(trained.head()), trained.report());
  }

  /** Of what gives weights and no head. */
  static TrainingOutcome ofWeights(AdapterWeights adapter, TrainingReport report) {
    return of(AdapterFile.toBytes(adapter), (byte[]) null, report);
  }

  /**
   * Of a consolidation.
   *
   * @param heads null when they are as they were
   */
  static TrainingOutcome of(AdapterWeights adapter, SlotHeads heads, TrainingReport report) {
    return of(
        AdapterFile.toBytes(adapter), heads == null ? null : SlotHeadsFile.toBytes(heads), report);
  }

  private static TrainingOutcome of(byte[] adapter, byte[] head, TrainingReport report) {
    try {
      return new TrainingOutcome(adapter, head, JSON.writeValueAsBytes(report));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("training report cannot be written: " + e.getMessage(), e);
    }
  }

  public static TrainingOutcome of(StepOutcome kept) {
    return new TrainingOutcome(kept.adapter(), kept.head(), kept.report());
  }

  /** The same outcome of a training that took longer, by work that came before its first step. */
  TrainingOutcome longerBy(double seconds) {
    TrainingReport read = readReport();
    return of(
        adapter,
        head,
        new TrainingReport(
            read.rows(),
            read.steps(),
            read.epochLosses(),
            read.validationLosses(),
            read.validationAccuracy(),
            read.bestEpoch(),
            read.seconds() + seconds));
  }

  public TrainedTask task() {
    return new TrainedTask(weights(), HeadFile.fromBytes(head), readReport());
  }

  public TrainedFusion fusion() {
    return new TrainedFusion(FusionFile.fromBytes(adapter), HeadFile.fromBytes(head), readReport());
  }

  /** The heads of a slot, those of before where they were not trained. */
  public SlotHeads slotHeads(SlotHeads before) {
    return head == null ? before : SlotHeadsFile.fromBytes(head, before);
  }

  public AdapterWeights weights() {
    return adapter == null ? null : AdapterFile.fromBytes(adapter);
  }

  public TrainingReport readReport() {
    try {
      return JSON.readValue(report, TrainingReport.class);
    } catch (java.io.IOException e) {
      throw new IllegalStateException("training report cannot be read: " + e.getMessage(), e);
    }
  }
}
