package io.engram.consolidation.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * What a document says about tasks and slots, without any object; weights are named by hash.
 *
 * @param fromLayer first adapted layer
 * @param maxLength tokens a text is cut at
 * @param capacity adapters at most
 * @param slots in their order
 * @param tasks in the order learnt
 * @param settings of the last task
 */
public record ModelOutline(
    int fromLayer,
    int maxLength,
    int capacity,
    List<Slot> slots,
    List<Task> tasks,
    JsonNode settings) {

  /**
   * @param adapter hash of its weights
   * @param tasks it serves
   */
  public record Slot(String adapter, List<String> tasks) {}

  /**
   * @param id its name
   * @param slot number as text, or {@code identity}; of a fused task its own adapter's
   * @param classes in the order of the logits
   * @param head hash of its weights
   * @param served how the head is served: its temperature, and the hash of a second head
   * @param fingerprint of the rows it was learnt from
   */
  public record Task(
      String id,
      String slot,
      List<String> classes,
      String head,
      String served,
      String fingerprint) {}

  public ModelOutline {
    slots = List.copyOf(slots);
    tasks = List.copyOf(tasks);
  }

  /**
   * @param json {@code model.json}
   * @throws IllegalArgumentException when it is of a newer format, or no model document
   */
  public static ModelOutline read(byte[] json) {
    ModelDocument document = ModelJson.parse(json);
    return new ModelOutline(
        document.fromLayer(),
        document.maxLength(),
        document.pool().capacity(),
        document.pool().slots().stream()
            .map(slot -> new Slot(slot.adapter().weights().sha256(), slot.tasks()))
            .toList(),
        document.tasks().stream()
            .map(
                task ->
                    new Task(
                        task.id(),
                        slot(task),
                        task.classes(),
                        task.head().sha256(),
                        task.temperatureOrOne()
                            + (task.secondHead() == null ? "" : " " + task.secondHead().sha256()),
                        task.manifest().fingerprint()))
            .toList(),
        ModelCodec.settingsTree(document.settings()));
  }

  private static String slot(ModelDocument.Task task) {
    return task.fused().map(fused -> Integer.toString(fused.own())).orElse(task.slot().asText());
  }

  public Optional<Task> task(String id) {
    return tasks.stream().filter(task -> task.id().equals(id)).findFirst();
  }
}
