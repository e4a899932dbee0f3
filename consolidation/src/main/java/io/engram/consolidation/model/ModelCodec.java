package io.engram.consolidation.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.engram.adapters.prediction.ServingModel;
import io.engram.consolidation.pool.AdapterPool;
import io.engram.consolidation.routing.TaskRouter;
import io.engram.consolidation.statistics.ClassStatistics;
import io.engram.consolidation.store.ObjectRef;
import io.engram.consolidation.strategy.LearnedTask;
import io.engram.consolidation.strategy.LearnerSettings;
import io.engram.consolidation.strategy.LearnerState;
import io.engram.consolidation.strategy.LearntAs;
import io.engram.consolidation.task.LabelQuestion;
import io.engram.consolidation.task.SettingRefusedException;
import io.engram.transformers.lake.BackboneRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Model to {@code model.json} and back; weights go to and come from {@link ModelObjects}. */
public final class ModelCodec {
  private ModelCodec() {}

  /**
   * A document and what it names.
   *
   * @param json {@code model.json}
   * @param objects everything it needs
   */
  public record Encoded(byte[] json, List<ObjectRef> objects) {}

  /** Writes every object and gives the document that names them. */
  public static Encoded encode(StoredModel model, Locations locations, ModelObjects objects) {
    LearnerState state = model.state();
    ModelParts parts = new ModelParts(objects);
    ModelDocument document =
        new ModelDocument(
            ModelDocument.FORMAT,
            ModelDocument.KIND,
            model.version(),
            locations,
            model.backbone(),
            state.fromLayer(),
            model.settings().maxLength(),
            model.settings(),
            new ModelDocument.Pool(
                state.pool().capacity(), state.pool().slots().stream().map(parts::put).toList()),
            state.tasks().stream().map(parts::put).toList(),
            parts.put(state.reservoir()),
            state.importance().map(parts::put).orElse(null));
    return new Encoded(ModelJson.write(document), document.objects());
  }

  /** Where the objects of a document are; reads no object. */
  public static Header header(byte[] json) {
    ModelDocument document = ModelJson.parse(json);
    return new Header(
        document.version(),
        document.locations(),
        document.backbone(),
        document.fromLayer(),
        document.maxLength(),
        document.tasks().stream().map(ModelDocument.Task::id).toList(),
        document.tasks().stream()
            .filter(task -> task.manifest().columns().pair() != null)
            .map(ModelDocument.Task::id)
            .collect(Collectors.toUnmodifiableSet()),
        document.tasks().stream()
            .filter(task -> task.learntAs() != null)
            .collect(
                Collectors.toUnmodifiableMap(ModelDocument.Task::id, ModelDocument.Task::learntAs)),
        document.tasks().stream()
            .filter(task -> task.manifest().labelShare() != null)
            .collect(
                Collectors.toUnmodifiableMap(
                    ModelDocument.Task::id, task -> task.manifest().question().orElseThrow())),
        document.settings(),
        document.objects());
  }

  /**
   * What a document says without any object.
   *
   * @param version number in its store
   * @param pairTasks of the tasks, those learnt from pairs of texts
   * @param learntAs key and version by task, where they are known
   * @param labels by task, what those that are labels of a multi-label table say of a row
   * @param settings of the last task
   * @param objects everything the model needs
   */
  public record Header(
      long version,
      Locations locations,
      BackboneRef backbone,
      int fromLayer,
      int maxLength,
      List<String> tasks,
      Set<String> pairTasks,
      Map<String, LearntAs> learntAs,
      Map<String, LabelQuestion> labels,
      LearnerSettings settings,
      List<ObjectRef> objects) {

    /**
     * Nothing, where rows can be asked for the labels that they have.
     *
     * @throws SettingRefusedException when no task is a label, or two are labels of one name: which
     *     of them answers?
     */
    public void requireLabels() {
      if (labels.isEmpty()) {
        throw new SettingRefusedException(
            "no task of this version is a label of a multi-label table: learn tables that 'engram data"
                + " labels' writes, or ask for all tasks as rows or map");
      }
      Map<String, String> asking = new TreeMap<>();
      new TreeMap<>(labels)
          .forEach(
              (task, question) -> {
                String other = asking.putIfAbsent(question.label(), task);
                if (other != null) {
                  throw new SettingRefusedException(
                      ("tasks %s and %s of this version both ask for the label '%s': ask for all tasks as"
                              + " rows or map, or keep the tables' labels in models of their own")
                          .formatted(other, task, question.label()));
                }
              });
    }
  }

  /** The same document in a folder from where its objects are elsewhere. */
  public static byte[] relocate(byte[] json, Locations locations) {
    ModelDocument d = ModelJson.parse(json);
    return ModelJson.write(
        new ModelDocument(
            d.format(),
            d.kind(),
            d.version(),
            locations,
            d.backbone(),
            d.fromLayer(),
            d.maxLength(),
            d.settings(),
            d.pool(),
            d.tasks(),
            d.reservoir(),
            d.importance()));
  }

  /**
   * Classes of one task; reads no object.
   *
   * @throws IllegalArgumentException when the task was never learnt
   */
  public static List<String> classes(byte[] json, String task) {
    return ModelJson.parse(json).tasks().stream()
        .filter(entry -> entry.id().equals(task))
        .findFirst()
        .map(ModelDocument.Task::classes)
        .orElseThrow(() -> new IllegalArgumentException("task '" + task + "' was never learnt"));
  }

  /** Settings as they stand in a document. */
  public static JsonNode settingsTree(LearnerSettings settings) {
    return ModelJson.tree(settings);
  }

  /** What prediction needs: adapters and heads, nothing else is read. */
  public static ServingModel serving(byte[] json, ModelObjects objects) {
    ModelDocument document = ModelJson.parse(json);
    ModelParts parts = new ModelParts(objects);
    SortedMap<String, ServingModel.ServedTask> tasks = new TreeMap<>();
    for (ModelDocument.Task task : document.tasks()) {
      tasks.put(task.id(), parts.task(task).served());
    }
    return new ServingModel(
        document.fromLayer(), document.pool().slots().stream().map(parts::adapter).toList(), tasks);
  }

  /**
   * Refuses a model that cannot find the tasks of rows; reads no object.
   *
   * @throws SettingRefusedException when a task has no class statistics; names the tasks
   */
  public static void requireRoutable(byte[] json) {
    List<String> without =
        ModelJson.parse(json).tasks().stream()
            .filter(task -> task.statistics() == null)
            .map(ModelDocument.Task::id)
            .toList();
    if (!without.isEmpty()) {
      throw new SettingRefusedException(
          "rows cannot be routed to a task by this version: it has no class statistics of "
              + String.join(", ", without)
              + ", learnt by an older program. Learn these tasks again with --replace, or name the"
              + " task of each row");
    }
  }

  /** What finds the tasks of rows that name none: reads the statistics of every task. */
  public static TaskRouter router(byte[] json, ModelObjects objects) {
    requireRoutable(json);
    ModelParts parts = new ModelParts(objects);
    SortedMap<String, ClassStatistics> statistics = new TreeMap<>();
    ModelDocument document = ModelJson.parse(json);
    for (ModelDocument.Task task : document.tasks()) {
      statistics.put(task.id(), parts.statistics(task));
    }
    return TaskRouter.of(statistics, document.settings().router());
  }

  /** The whole model, to go on learning. */
  public static StoredModel decode(byte[] json, ModelObjects objects) {
    ModelDocument document = ModelJson.parse(json);
    ModelParts parts = new ModelParts(objects);
    List<AdapterPool.Slot> slots = new ArrayList<>();
    for (ModelDocument.Slot slot : document.pool().slots()) {
      slots.add(new AdapterPool.Slot(parts.adapter(slot), slot.tasks()));
    }
    List<LearnedTask> tasks = document.tasks().stream().map(parts::task).toList();
    return new StoredModel(
        document.version(),
        document.backbone(),
        document.settings(),
        new LearnerState(
            document.fromLayer(),
            new AdapterPool(document.pool().capacity(), slots),
            tasks,
            parts.reservoir(document),
            Optional.ofNullable(document.importance()).map(parts::importance)));
  }
}
