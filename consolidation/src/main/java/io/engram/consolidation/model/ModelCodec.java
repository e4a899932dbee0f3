package io.engram.consolidation.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.engram.adapters.AdapterConfig;
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
import io.engram.consolidation.routing.TaskRouter;
import io.engram.consolidation.statistics.ClassStatistics;
import io.engram.consolidation.store.ObjectRef;
import io.engram.consolidation.strategy.LearnedTask;
import io.engram.consolidation.strategy.LearnerSettings;
import io.engram.consolidation.strategy.LearnerState;
import io.engram.consolidation.strategy.LearntAs;
import io.engram.consolidation.strategy.Strategies;
import io.engram.consolidation.task.LabelQuestion;
import io.engram.consolidation.task.SettingRefusedException;
import io.engram.transformers.json.BoundedJson;
import io.engram.transformers.lake.BackboneRef;
import io.engram.transformers.weights.FloatTensor;
import io.engram.transformers.weights.Safetensors;
import java.io.ByteArrayInputStream;
import java.io.IOException;
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
  private static final int MAX_BYTES = 256 << 20;
  private static final int MAX_DEPTH = 32;
  private static final String SAFETENSORS = "safetensors";
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addMixIn(AdapterConfig.class, AdapterConfigJson.class)
          .addMixIn(LearnerSettings.class, LearnerSettingsJson.class)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

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
    List<ModelDocument.Slot> slots = new ArrayList<>();
    for (AdapterPool.Slot slot : state.pool().slots()) {
      ObjectRef weights = objects.put(AdapterFile.toBytes(slot.weights()), SAFETENSORS);
      JsonNode config = MAPPER.valueToTree(new AdapterConfigJson.Holder(slot.weights().config()));
      slots.add(
          new ModelDocument.Slot(
              new ModelDocument.SlotAdapter(config.get("config"), weights), slot.tasks()));
    }
    List<ModelDocument.Task> tasks = new ArrayList<>();
    for (LearnedTask task : state.tasks()) {
      tasks.add(
          new ModelDocument.Task(
              task.id(),
              task.head().labels().classes(),
              slot(task, objects),
              objects.put(HeadFile.toBytes(task.head()), SAFETENSORS),
              task.statistics().orElse(null),
              task.manifest(),
              task.learntAs().orElse(null)));
    }
    ObjectRef reservoir =
        state.reservoir().size() == 0
            ? null
            : objects.put(ReservoirLines.write(state.reservoir()), "jsonl");
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
            new ModelDocument.Pool(state.pool().capacity(), slots),
            tasks,
            reservoir,
            state.importance().map(importance -> importance(importance, objects)).orElse(null));
    return new Encoded(write(document), document.objects());
  }

  /** Where the objects of a document are; reads no object. */
  public static Header header(byte[] json) {
    ModelDocument document = parse(json);
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
      List<ObjectRef> objects) {}

  /** The same document in a folder from where its objects are elsewhere. */
  public static byte[] relocate(byte[] json, Locations locations) {
    ModelDocument d = parse(json);
    return write(
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

  private static byte[] write(ModelDocument document) {
    try {
      return MAPPER.writeValueAsBytes(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("model document cannot be written: " + e.getMessage(), e);
    }
  }

  /**
   * Classes of one task; reads no object.
   *
   * @throws IllegalArgumentException when the task was never learnt
   */
  public static List<String> classes(byte[] json, String task) {
    return parse(json).tasks().stream()
        .filter(entry -> entry.id().equals(task))
        .findFirst()
        .map(ModelDocument.Task::classes)
        .orElseThrow(() -> new IllegalArgumentException("task '" + task + "' was never learnt"));
  }

  /** Settings as they stand in a document. */
  public static JsonNode settingsTree(LearnerSettings settings) {
    return MAPPER.valueToTree(settings);
  }

  /** What prediction needs: adapters and heads, nothing else is read. */
  public static ServingModel serving(byte[] json, ModelObjects objects) {
    ModelDocument document = parse(json);
    SortedMap<String, ServingModel.ServedTask> tasks = new TreeMap<>();
    for (ModelDocument.Task task : document.tasks()) {
      tasks.put(
          task.id(),
          new ServingModel.ServedTask(task.number(), head(task, objects), fusion(task, objects)));
    }
    return new ServingModel(
        document.fromLayer(),
        document.pool().slots().stream().map(slot -> adapter(slot, objects)).toList(),
        tasks);
  }

  /**
   * Refuses a model that cannot find the tasks of rows; reads no object.
   *
   * @throws SettingRefusedException when a task has no class statistics; names the tasks
   */
  public static void requireRoutable(byte[] json) {
    List<String> without =
        parse(json).tasks().stream()
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
    SortedMap<String, ClassStatistics> statistics = new TreeMap<>();
    for (ModelDocument.Task task : parse(json).tasks()) {
      Safetensors file = Safetensors.of("statistics", objects.read(task.statistics()));
      Map<String, FloatTensor> tensors = new TreeMap<>();
      file.names().forEach(name -> tensors.put(name, file.read(name)));
      statistics.put(task.id(), ClassStatistics.of(task.classes(), tensors));
    }
    return TaskRouter.of(statistics);
  }

  /** The whole model, to go on learning. */
  public static StoredModel decode(byte[] json, ModelObjects objects) {
    ModelDocument document = parse(json);
    List<AdapterPool.Slot> slots = new ArrayList<>();
    for (ModelDocument.Slot slot : document.pool().slots()) {
      slots.add(new AdapterPool.Slot(adapter(slot, objects), slot.tasks()));
    }
    List<LearnedTask> tasks = new ArrayList<>();
    for (ModelDocument.Task task : document.tasks()) {
      tasks.add(
          new LearnedTask(
              task.manifest(),
              head(task, objects),
              task.number(),
              Optional.ofNullable(task.statistics()),
              Optional.ofNullable(task.learntAs()),
              fusion(task, objects)));
    }
    Reservoir reservoir = reservoir(document, objects);
    return new StoredModel(
        document.version(),
        document.backbone(),
        document.settings(),
        new LearnerState(
            document.fromLayer(),
            new AdapterPool(document.pool().capacity(), slots),
            tasks,
            reservoir,
            Optional.ofNullable(document.importance())
                .map(importance -> importance(importance, objects))));
  }

  private static Reservoir reservoir(ModelDocument document, ModelObjects objects) {
    long seed = document.settings().seed();
    LearnerSettings settings = document.settings();
    int capacity =
        Strategies.named(settings.strategy()).needs().oldRows().capacity(settings.reservoirRows());
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

  private static ModelDocument.Importance importance(
      WeightImportance importance, ModelObjects objects) {
    return new ModelDocument.Importance(
        objects.put(AdapterFile.toBytes(importance.precision()), SAFETENSORS),
        objects.put(AdapterFile.toBytes(importance.centre()), SAFETENSORS));
  }

  private static WeightImportance importance(
      ModelDocument.Importance importance, ModelObjects objects) {
    return new WeightImportance(
        AdapterFile.fromBytes(objects.read(importance.precision())),
        AdapterFile.fromBytes(objects.read(importance.centre())));
  }

  private static AdapterWeights adapter(ModelDocument.Slot slot, ModelObjects objects) {
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

  private static Head head(ModelDocument.Task task, ModelObjects objects) {
    Head head = HeadFile.fromBytes(objects.read(task.head()));
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

  private static JsonNode slot(LearnedTask task, ModelObjects objects) {
    if (task.fusion().isPresent()) {
      TaskFusion fusion = task.fusion().get();
      return MAPPER.valueToTree(
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

  private static Optional<TaskFusion> fusion(ModelDocument.Task task, ModelObjects objects) {
    return task.fused()
        .map(
            fused ->
                new TaskFusion(fused.over(), FusionFile.fromBytes(objects.read(fused.weights()))));
  }

  static ModelDocument.Fused fused(JsonNode slot) {
    try {
      return MAPPER.treeToValue(slot, ModelDocument.Fused.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "model.json cannot be read: the fusion " + slot + ": " + e.getOriginalMessage(), e);
    }
  }

  static ModelDocument parse(byte[] json) {
    try {
      JsonNode tree = BoundedJson.read(json, MAX_BYTES, MAX_DEPTH);
      int format = tree.path("format").asInt(-1);
      String kind = tree.path("kind").asText();
      if (format != ModelDocument.FORMAT || !kind.equals(ModelDocument.KIND)) {
        throw new IllegalArgumentException(
            "model.json has format "
                + format
                + " and kind '"
                + kind
                + "'; this version of Engram reads format "
                + ModelDocument.FORMAT
                + " of kind '"
                + ModelDocument.KIND
                + "': use a newer Engram");
      }
      LearnerSettingsJson.complete(tree.path("settings"));
      return MAPPER.treeToValue(tree, ModelDocument.class);
    } catch (IOException e) {
      throw new IllegalArgumentException("model.json cannot be read: " + e.getMessage(), e);
    }
  }
}
