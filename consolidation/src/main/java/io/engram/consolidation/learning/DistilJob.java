package io.engram.consolidation.learning;

import io.engram.adapters.AdapterFile;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.Head;
import io.engram.adapters.HeadFile;
import io.engram.adapters.LabelSpace;
import io.engram.adapters.training.Checkpoints;
import io.engram.adapters.training.TrainingListener;
import io.engram.consolidation.distillation.DistillationOptions;
import io.engram.consolidation.distillation.Distiller;
import io.engram.consolidation.distillation.SlotHeads;
import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.lake.ContentHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The student of one slot.
 *
 * @param slot safetensors of the slot's adapter
 * @param learnt safetensors of the new task's adapter
 * @param tasks ids in the order of the targets
 * @param heads safetensors of their heads
 * @param learntShares of the new adapter in the targets of each but the last task: rows with other
 *     targets are another training
 * @param options start and size of the student, and its training
 */
public record DistilJob(
    byte[] slot,
    byte[] learnt,
    String[] tasks,
    byte[][] heads,
    double[] learntShares,
    DistillationOptions options)
    implements TrainingJob {

  public static DistilJob of(
      AdapterWeights slot,
      AdapterWeights learnt,
      SlotHeads heads,
      double[] learntShares,
      DistillationOptions options) {
    return new DistilJob(
        AdapterFile.toBytes(slot),
        AdapterFile.toBytes(learnt),
        heads.heads().keySet().toArray(new String[0]),
        heads.heads().values().stream().map(HeadFile::toBytes).toArray(byte[][]::new),
        learntShares,
        options);
  }

  @Override
  public LabelSpace labels() {
    return null;
  }

  @Override
  public FeatureColumns columns() {
    return new FeatureColumns(true, false, true);
  }

  @Override
  public String identity() {
    List<String> weights = new ArrayList<>();
    weights.add(ContentHash.sha256(slot));
    weights.add(ContentHash.sha256(learnt));
    for (byte[] head : heads) {
      weights.add(ContentHash.sha256(head));
    }
    if (Arrays.stream(learntShares).anyMatch(share -> share > 0)) {
      weights.add(Arrays.toString(learntShares));
    }
    return JobIdentity.of("distil", weights, List.of(tasks), options);
  }

  @Override
  public TrainingOutcome run(
      TaskRows rows, Backbone backbone, TrainingListener listener, Checkpoints checkpoints) {
    Map<String, Head> byTask = new LinkedHashMap<>();
    for (int i = 0; i < tasks.length; i++) {
      byTask.put(tasks[i], HeadFile.fromBytes(heads[i]));
    }
    Distiller.Student student =
        new Distiller(backbone, options)
            .distil(
                AdapterFile.fromBytes(slot),
                AdapterFile.fromBytes(learnt),
                new SlotHeads(byTask),
                rows.training(),
                listener,
                checkpoints);
    return TrainingOutcome.of(
        student.weights(), options.trainHeads() ? student.heads() : null, student.report());
  }
}
