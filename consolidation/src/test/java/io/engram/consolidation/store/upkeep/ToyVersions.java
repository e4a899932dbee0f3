package io.engram.consolidation.store.upkeep;

import io.engram.adapters.AdapterWeights;
import io.engram.adapters.BottleneckConfig;
import io.engram.adapters.FusionConfig;
import io.engram.adapters.FusionWeights;
import io.engram.adapters.Head;
import io.engram.adapters.LabelSpace;
import io.engram.adapters.WeightImportance;
import io.engram.adapters.prediction.TaskFusion;
import io.engram.consolidation.distillation.Reservoir;
import io.engram.consolidation.evaluation.AccuracyMatrix;
import io.engram.consolidation.model.Locations;
import io.engram.consolidation.model.ModelCodec;
import io.engram.consolidation.model.ModelObjects;
import io.engram.consolidation.model.StoredModel;
import io.engram.consolidation.pool.AdapterPool;
import io.engram.consolidation.promotion.RecordedMatrix;
import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.store.Provenance;
import io.engram.consolidation.store.Publication;
import io.engram.consolidation.store.StoreFixture;
import io.engram.consolidation.store.VersionDraft;
import io.engram.consolidation.store.VersionFolder;
import io.engram.consolidation.store.VersionRecord;
import io.engram.consolidation.store.serving.LakeObjects;
import io.engram.consolidation.strategy.LearnedTask;
import io.engram.consolidation.strategy.LearnerSettings;
import io.engram.consolidation.strategy.LearnerState;
import io.engram.consolidation.strategy.RouterRule;
import io.engram.consolidation.strategy.SettingsChoice;
import io.engram.consolidation.task.SplitCounts;
import io.engram.consolidation.task.SplitRule;
import io.engram.consolidation.task.TableSource;
import io.engram.consolidation.task.TaskColumns;
import io.engram.consolidation.task.TaskId;
import io.engram.consolidation.task.TaskManifest;
import io.engram.transformers.lake.BackboneRef;
import io.engram.transformers.lake.ContentHash;
import io.engram.transformers.lake.ContentSource;
import io.engram.transformers.lake.LakeFile;
import io.engram.transformers.lake.LakeFiles;
import io.engram.transformers.weights.FloatTensor;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Versions with real documents and tiny weights, one task more each, without any training. */
public final class ToyVersions {
  private static final String STAGE = "stages/0_continual-classifier_1/";
  private static final int ROWS = 3;
  private static final long MAX_DOCUMENT_BYTES = 1 << 20;

  final ModelStore store;
  final ModelObjects objects;
  private final LearnerSettings settings;
  private final BackboneRef backbone;
  private LearnerState state;
  private final Configuration conf;
  private final LakeFiles files;
  private AccuracyMatrix matrix = AccuracyMatrix.empty();

  /** A store on any file system, made where there is none. */
  public ToyVersions(URI root, Configuration conf) throws IOException {
    this.conf = conf;
    this.store = ModelStore.openOrCreate(root, conf);
    this.files = LakeFiles.at(new Path(store.root()), conf);
    this.objects = new LakeObjects(new Path(new Path(store.root()), "objects").toString(), conf);
    SettingsChoice d = SettingsChoice.defaults();
    this.settings =
        new LearnerSettings(
            "ada",
            2,
            "least-loaded",
            new BottleneckConfig(BottleneckConfig.Placement.PFEIFFER, 1, 0),
            64,
            d.training(),
            d.consolidation(),
            d.start(),
            d.slotWidth(),
            d.trainHeads(),
            100,
            LearnerSettings.IdentityRule.NEVER,
            7,
            Collections.emptySortedMap(),
            RouterRule.LDA);
    this.backbone = backbone();
    this.state = new LearnerState(0, AdapterPool.empty(2), List.of(), new Reservoir(7, 100));
  }

  private BackboneRef backbone() throws IOException {
    byte[] content = bytes("backbone");
    String hash = ContentHash.sha256(content);
    Path file = new Path(new Path(store.root()), "backbones/" + hash + "/engram-backbone.json");
    files.writeImmutable(file, ContentSource.of(content), content.length);
    return new BackboneRef(
        hash, List.of(new LakeFile("engram-backbone.json", content.length, hash)));
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Of its rows. */
  public static String fingerprint(String task) {
    return ContentHash.sha256(bytes("rows of " + task));
  }

  /** Publishes the newest version with one task more in a slot, new or shared. */
  public VersionRecord learn(String task, int slot) throws IOException {
    float mark = state.tasks().size() + 1;
    AdapterPool pool =
        slot < state.pool().slots().size()
            ? state.pool().consolidate(slot, weights(mark), task)
            : state.pool().append(weights(mark), task);
    Reservoir reservoir = Reservoir.of(7, 100, state.reservoir().rows());
    for (int i = 0; i < ROWS; i++) {
      reservoir.add(task, "key-" + i, "words that only " + task + " has " + i, null);
    }
    LearnedTask learnt =
        new LearnedTask(
            manifest(task),
            head(mark),
            slot,
            Optional.of(objects.put(bytes("statistics of " + task), "safetensors")),
            Optional.empty(),
            Optional.empty(),
            mark,
            Optional.of(head(-mark)));
    state = state.with(pool, learnt).withReservoir(reservoir);
    Map<String, Double> row = new HashMap<>();
    state.tasks().forEach(known -> row.put(known.id(), 0.5));
    matrix = matrix.after(task, row);
    return publish(task);
  }

  /** Publishes the newest version with one of its tasks fused over all slots. */
  VersionRecord fuse(String task) throws IOException {
    SortedMap<String, FloatTensor> tensors = new TreeMap<>();
    for (String part : List.of("query.weight", "key.weight", "value.weight")) {
      tensors.put("layer.0.output.fusion." + part, FloatTensor.matrix(1, 1, new float[] {1}));
    }
    tensors.put("layer.0.output.fusion.query.bias", FloatTensor.vector(1));
    TaskFusion fusion =
        new TaskFusion(
            IntStream.range(0, state.pool().slots().size()).boxed().toList(),
            new FusionWeights(FusionConfig.of(settings.adapter()), tensors));
    LearnedTask known = state.task(task).orElseThrow();
    state =
        state.with(
            state.pool(),
            new LearnedTask(
                known.manifest(),
                known.head(),
                known.slot(),
                known.statistics(),
                known.learntAs(),
                Optional.of(fusion),
                known.temperature(),
                known.second()));
    return publish(task + "-fused");
  }

  private static Head head(float mark) {
    return new Head(
        new LabelSpace(List.of("no", "yes")),
        FloatTensor.matrix(2, 1, new float[] {mark, -mark}),
        FloatTensor.vector(0, 0));
  }

  /** As {@link #fuse}, over a copy of the first slot besides. */
  VersionRecord fuseOverACopy(String task) throws IOException {
    state =
        new LearnerState(
            state.fromLayer(),
            state.pool().appendCopy(0),
            state.tasks(),
            state.reservoir(),
            state.importance());
    return fuse(task);
  }

  /** Publishes the newest version with its first slot held by importance, as ewc does. */
  VersionRecord hold() throws IOException {
    state = state.withImportance(Optional.of(new WeightImportance(weights(1), weights(1))));
    return publish("held");
  }

  private VersionRecord publish(String task) throws IOException {
    long parent = store.latest().map(VersionRecord::number).orElse(0L);
    StoredModel model = new StoredModel(parent + 1, backbone, settings, state);
    ModelCodec.Encoded encoded = ModelCodec.encode(model, Locations.IN_STORE, objects);
    VersionFolder folder = store.newVersionFolder();
    StoreFixture.write(conf, folder, "metadata/part-00000", StoreFixture.PIPELINE);
    StoreFixture.write(conf, folder, STAGE + "metadata/part-00000", StoreFixture.CLASSIFIER);
    StoreFixture.write(
        conf, folder, STAGE + "model.json", new String(encoded.json(), StandardCharsets.UTF_8));
    Publication<VersionRecord> end =
        store.publish(
            new VersionDraft(
                folder,
                parent,
                encoded.objects(),
                backbone,
                "key of " + task,
                Provenance.of(task, 0)
                    .withMetrics(
                        VersionFiles.JSON
                            .createObjectNode()
                            .set(RecordedMatrix.FIELD, VersionFiles.JSON.valueToTree(matrix)))));
    if (end instanceof Publication.Published) {
      return end.ours();
    }
    throw new IllegalStateException(end.message());
  }

  private static AdapterWeights weights(float value) {
    TreeMap<String, FloatTensor> tensors = new TreeMap<>();
    tensors.put("layer.0.output.down.weight", FloatTensor.matrix(1, 1, new float[] {value}));
    tensors.put("layer.0.output.down.bias", FloatTensor.vector(value));
    tensors.put("layer.0.output.up.weight", FloatTensor.matrix(1, 1, new float[] {value}));
    tensors.put("layer.0.output.up.bias", FloatTensor.vector(value));
    return new AdapterWeights(
        new BottleneckConfig(BottleneckConfig.Placement.PFEIFFER, 1, 0), tensors);
  }

  private static TaskManifest manifest(String task) {
    return new TaskManifest(
        new TaskId(task),
        TaskColumns.defaults(),
        SplitRule.defaults(),
        List.of("no", "yes"),
        new TreeMap<>(Map.of("no", new SplitCounts(2, 0, 1), "yes", new SplitCounts(2, 0, 1))),
        fingerprint(task),
        TableSource.of("file:/tables/" + task, "parquet", Map.of()),
        new TaskManifest.TextSizes(10, 5, 0));
  }

  byte[] document(VersionRecord version) throws IOException {
    Path folder = new Path(new Path(store.root()), version.folder());
    return files.read(new Path(folder, STAGE + "model.json"), MAX_DOCUMENT_BYTES);
  }

  /** What a version holds, decoded. */
  public StoredModel model(VersionRecord version) throws IOException {
    return ModelCodec.decode(document(version), objects);
  }
}
