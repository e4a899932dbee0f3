package io.engram.consolidation.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.engram.adapters.prediction.ServingModel;
import io.engram.consolidation.store.ObjectRef;
import io.engram.consolidation.strategy.LearnerSettings;
import io.engram.consolidation.strategy.LearntAs;
import io.engram.consolidation.task.TaskId;
import io.engram.consolidation.task.TaskManifest;
import io.engram.transformers.lake.BackboneRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * {@code model.json}, field by field as in FORMAT.md. Weights are named by hash, never inside.
 *
 * @param format 1
 * @param kind {@code continual-classifier}
 * @param version number in its store, 0 before it is published
 * @param locations where objects and backbones are, relative to the document's folder
 * @param backbone the frozen encoder
 * @param fromLayer first adapted layer
 * @param maxLength tokens a text is cut at
 * @param settings of the last task
 * @param pool slots
 * @param tasks in the order learnt
 * @param reservoir inputs of past tasks kept, or null
 * @param importance of the shared adapter's weights, or null
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record ModelDocument(
    int format,
    String kind,
    long version,
    Locations locations,
    BackboneRef backbone,
    int fromLayer,
    int maxLength,
    LearnerSettings settings,
    Pool pool,
    List<Task> tasks,
    ObjectRef reservoir,
    @JsonInclude(JsonInclude.Include.NON_NULL) Importance importance) {

  ModelDocument {
    Objects.requireNonNull(locations, "locations");
    Objects.requireNonNull(backbone, "backbone");
    Objects.requireNonNull(settings, "settings");
    Objects.requireNonNull(pool, "pool");
    tasks = List.copyOf(tasks);
    Set<String> ids = new HashSet<>();
    for (Task task : tasks) {
      if (!ids.add(task.id())) {
        throw new IllegalArgumentException("task " + task.id() + " is there twice");
      }
    }
    if (version < 0) {
      throw new IllegalArgumentException("version " + version + " is negative");
    }
  }

  static final int FORMAT = 1;
  static final String KIND = "continual-classifier";

  @JsonIgnoreProperties(ignoreUnknown = true)
  record Pool(int capacity, List<Slot> slots) {
    Pool {
      slots = List.copyOf(slots);
    }
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  record Slot(SlotAdapter adapter, List<String> tasks) {
    Slot {
      Objects.requireNonNull(adapter, "adapter");
      tasks = List.copyOf(tasks);
      tasks.forEach(TaskId::new);
    }
  }

  /**
   * @param config kind and shape; a slot may be wider than a task's adapter
   * @param weights safetensors
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record SlotAdapter(JsonNode config, ObjectRef weights) {
    SlotAdapter {
      Objects.requireNonNull(config, "config");
      Objects.requireNonNull(weights, "weights");
    }
  }

  /**
   * @param slot number, or {@code "identity"}, or an object as {@link Fused}
   * @param statistics of the frozen features by class, or null
   * @param learntAs key and version, or null
   * @param temperature what the logits of {@code head} are divided by when rows are scored; null: 1
   * @param secondHead another head, on the plain backbone, or null
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Task(
      String id,
      List<String> classes,
      JsonNode slot,
      ObjectRef head,
      ObjectRef statistics,
      TaskManifest manifest,
      LearntAs learntAs,
      @JsonInclude(JsonInclude.Include.NON_NULL) Double temperature,
      @JsonInclude(JsonInclude.Include.NON_NULL) ObjectRef secondHead) {
    static final String IDENTITY = "identity";
    static final String FUSION = "fusion";

    Task {
      Objects.requireNonNull(head, "head");
      Objects.requireNonNull(manifest, "manifest");
      classes = List.copyOf(classes);
      if (!manifest.id().value().equals(id)) {
        throw new IllegalArgumentException(
            "task '" + new TaskId(id) + "' has the manifest of task '" + manifest.id() + "'");
      }
      boolean number = slot != null && slot.isInt() && slot.intValue() >= 0;
      boolean fused = slot != null && FUSION.equals(slot.path("kind").textValue());
      if (!number && !fused && (slot == null || !IDENTITY.equals(slot.textValue()))) {
        throw new IllegalArgumentException(
            "slot of task "
                + id
                + " must be a number from 0, \"identity\" or an object of kind \"fusion\", is "
                + slot);
      }
    }

    double temperatureOrOne() {
      return temperature == null ? 1 : temperature;
    }

    /** Where the task's own adapter is, or {@link ServingModel#IDENTITY_SLOT}. */
    int number() {
      if (slot.isObject()) {
        return fused().orElseThrow().own();
      }
      return slot.isTextual() ? ServingModel.IDENTITY_SLOT : slot.intValue();
    }

    /** Empty for a task that one slot serves, or none. */
    Optional<Fused> fused() {
      return slot.isObject() ? Optional.of(ModelJson.fused(slot)) : Optional.empty();
    }
  }

  /**
   * @param kind {@code fusion}
   * @param own slot of the task's own adapter
   * @param over slots it attends to, in its order
   * @param weights safetensors of the attention
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Fused(String kind, int own, List<Integer> over, ObjectRef weights) {
    Fused {
      Objects.requireNonNull(weights, "weights");
      over = List.copyOf(over);
    }
  }

  /**
   * @param precision safetensors in the form of an adapter
   * @param centre safetensors in the form of an adapter
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Importance(ObjectRef precision, ObjectRef centre) {
    Importance {
      Objects.requireNonNull(precision, "precision");
      Objects.requireNonNull(centre, "centre");
    }
  }

  /** Every object the model needs. */
  List<ObjectRef> objects() {
    List<ObjectRef> all = new ArrayList<>();
    pool.slots().forEach(slot -> all.add(slot.adapter().weights()));
    for (Task task : tasks) {
      all.add(task.head());
      if (task.secondHead() != null) {
        all.add(task.secondHead());
      }
      task.fused().ifPresent(fused -> all.add(fused.weights()));
      if (task.statistics() != null) {
        all.add(task.statistics());
      }
    }
    if (reservoir != null) {
      all.add(reservoir);
    }
    if (importance != null) {
      all.add(importance.precision());
      all.add(importance.centre());
    }
    return all;
  }
}
