package io.engram.consolidation.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.engram.adapters.AdapterFile;
import io.engram.adapters.AdapterKind;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.FusionFile;
import io.engram.adapters.Head;
import io.engram.adapters.HeadFile;
import io.engram.adapters.WeightImportance;
import io.engram.adapters.prediction.ServingModel;
import io.engram.adapters.prediction.TaskFusion;
import io.engram.consolidation.distillation.Reservoir;
import io.engram.consolidation.distillation.ReservoirLines;
import io.engram.consolidation.pool.AdapterPool;
import io.engram.consolidation.statistics.ClassStatistics;
import io.engram.consolidation.store.ObjectRef;
import io.engram.consolidation.strategy.LearnedTask;
import io.engram.consolidation.strategy.LearnerSettings;
import io.engram.consolidation.strategy.Strategies;
import io.engram.transformers.weights.FloatTensor;
import io.engram.transformers.weights.Safetensors;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The parts of a model that are objects of their own, to what a document says of them and back.
 *
 * @param objects where they are
 */
record ModelParts(ModelObjects objects) {
  private static final String SAFETENSORS = "safetensors";

  ModelDocument.Slot put(AdapterPool.Slot slot) {
    JsonNode config = ModelJson.tree(new AdapterConfigJson.Holder(slot.weights().config()));
    ObjectRef weights = objects.put(AdapterFile.toBytes(slot.weights()), SAFETENSORS);
    return new ModelDocument.Slot(
        new ModelDocument.SlotAdapter(config.get("config"), weights), slot.tasks());
  }

  ModelDocument.Task put(LearnedTask task) {
    return new ModelDocument.Task(
        task.id(),
        task.head().labels().classes(),
        slot(task),
        objects.put(HeadFile.toBytes(task.head()), SAFETENSORS),
        task.statistics().orElse(null),
        task.manifest(),
        task.learntAs().orElse(null),
        task.temperature() == 1 ? null : task.temperature(),
        task.second().map(head -> objects.put(HeadFile.toBytes(head), SAFETENSORS)).orElse(null));
  }

  private JsonNode slot(LearnedTask task) {
    if (task.fusion().isPresent()) {
      TaskFusion fusion = task.fusion().get();
      return ModelJson.tree(
          new ModelDocument.Fused(
              ModelDocument.Task.FUSION,
              task.slot(),
              fusion.slots(),
              objects.put(FusionFile.toBytes(fusion.weights()), SAFETENSORS)));
    }
    return task.slot() == ServingModel.IDENTITY_SLOT
        ? TextNode.valueOf(ModelDocument.Task.IDENTITY)
        : IntNode.valueOf(task.slot());
  }

  /** Null for an empty one. */
  ObjectRef put(Reservoir reservoir) {
    return reservoir.size() == 0 ? null : objects.put(ReservoirLines.write(reservoir), "jsonl");
  }

  ModelDocument.Importance put(WeightImportance importance) {
    return new ModelDocument.Importance(
        objects.put(AdapterFile.toBytes(importance.precision()), SAFETENSORS),
        objects.put(AdapterFile.toBytes(importance.centre()), SAFETENSORS));
  }

  AdapterWeights adapter(ModelDocument.Slot slot) {
    String kind = slot.adapter().config().path("kind").asText();
    if (AdapterKind.named(kind).isEmpty()) {
      throw new IllegalArgumentException(
          "the model has an adapter of kind '"
              + kind
              + "', this version of Engram knows "
              + AdapterKind.shortNames()
              + ": use a newer Engram");
    }
    return AdapterFile.fromBytes(objects.read(slot.adapter().weights()));
  }

  private Head head(ModelDocument.Task task, ObjectRef weights) {
    Head head = HeadFile.fromBytes(objects.read(weights));
    if (!head.labels().classes().equals(task.classes())) {
      throw new IllegalArgumentException(
          "task "
              + task.id()
              + ": its head has classes "
              + head.labels().classes()
              + ", the model says "
              + task.classes());
    }
    return head;
  }

  LearnedTask task(ModelDocument.Task task) {
    return new LearnedTask(
        task.manifest(),
        head(task, task.head()),
        task.number(),
        Optional.ofNullable(task.statistics()),
        Optional.ofNullable(task.learntAs()),
        fusion(task),
        task.temperatureOrOne(),
        Optional.ofNullable(task.secondHead()).map(second -> head(task, second)));
  }

  private Optional<TaskFusion> fusion(ModelDocument.Task task) {
    return task.fused()
        .map(
            fused ->
                new TaskFusion(fused.over(), FusionFile.fromBytes(objects.read(fused.weights()))));
  }

  ClassStatistics statistics(ModelDocument.Task task) {
    Safetensors file = Safetensors.of("statistics", objects.read(task.statistics()));
    Map<String, FloatTensor> tensors = new TreeMap<>();
    file.names().forEach(name -> tensors.put(name, file.read(name)));
    return ClassStatistics.of(task.classes(), tensors);
  }

  Reservoir reservoir(ModelDocument document) {
    long seed = document.settings().seed();
    LearnerSettings settings = document.settings();
    int capacity = Strategies.keptRows(settings);
    if (document.reservoir() == null) {
      return new Reservoir(seed, capacity);
    }
    try {
      return ReservoirLines.read(
          new ByteArrayInputStream(objects.read(document.reservoir())),
          document.reservoir().fileName(),
          seed,
          capacity);
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  WeightImportance importance(ModelDocument.Importance importance) {
    return new WeightImportance(
        AdapterFile.fromBytes(objects.read(importance.precision())),
        AdapterFile.fromBytes(objects.read(importance.centre())));
  }
}
