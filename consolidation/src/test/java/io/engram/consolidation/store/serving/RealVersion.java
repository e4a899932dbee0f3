package io.engram.consolidation.store.serving;

import io.engram.adapters.AdapterInitializer;
import io.engram.adapters.BottleneckConfig;
import io.engram.adapters.Head;
import io.engram.adapters.LabelSpace;
import io.engram.adapters.prediction.ServingModel;
import io.engram.consolidation.distillation.Reservoir;
import io.engram.consolidation.model.Locations;
import io.engram.consolidation.model.ModelCodec;
import io.engram.consolidation.model.StoredModel;
import io.engram.consolidation.pool.AdapterPool;
import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.store.Provenance;
import io.engram.consolidation.store.Publication;
import io.engram.consolidation.store.StoreFixture;
import io.engram.consolidation.store.VersionDraft;
import io.engram.consolidation.store.VersionFolder;
import io.engram.consolidation.store.VersionRecord;
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
import io.engram.transformers.backbone.EncoderConfig;
import io.engram.transformers.lake.BackboneRef;
import io.engram.transformers.lake.backbones.LakeBackbones;
import io.engram.transformers.spark.TinyLake;
import io.engram.transformers.weights.FloatTensor;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/** Versions with every kind of file that learning publishes, made without learning. */
public final class RealVersion {
  public static final String STAGE = "stages/0_continual-classifier_1/";

  private RealVersion() {}

  /** Publishes two versions; {@code production} is the second. */
  public static ModelStore store(Path root, Configuration conf) throws IOException {
    ModelStore store = ModelStore.openOrCreate(root.toUri(), conf);
    TinyLake lake = TinyLake.create(root, 5);
    EncoderConfig encoder = lake.folder().config().encoder();
    BackboneRef backbone =
        LakeBackbones.at(root.toUri(), conf).reference(lake.folder().contentHash());
    publish(store, conf, encoder, backbone, 1);
    publish(store, conf, encoder, backbone, 2);
    store.moveAlias("production", 2, 0, "good");
    return store;
  }

  /** Decodes the document in a version's folder, with the objects that it names. */
  public static StoredModel decode(URI folder, Configuration conf) throws IOException {
    ModelFolder read = ModelFolder.in(new org.apache.hadoop.fs.Path(folder), conf);
    return ModelCodec.decode(read.document(), read.objects(conf));
  }

  private static void publish(
      ModelStore store,
      Configuration conf,
      EncoderConfig encoder,
      BackboneRef backbone,
      long number)
      throws IOException {
    ModelCodec.Encoded encoded =
        ModelCodec.encode(
            model(store, encoder, backbone, number),
            Locations.IN_STORE,
            new LakeObjects(store.root() + "/objects", conf));
    VersionFolder folder = store.newVersionFolder();
    StoreFixture.write(conf, folder, "metadata/part-00000", StoreFixture.PIPELINE);
    StoreFixture.write(conf, folder, "metadata/_SUCCESS", "");
    StoreFixture.write(conf, folder, STAGE + "metadata/part-00000", StoreFixture.CLASSIFIER);
    StoreFixture.write(conf, folder, STAGE + "metadata/_SUCCESS", "");
    StoreFixture.write(
        conf, folder, STAGE + "model.json", new String(encoded.json(), StandardCharsets.UTF_8));
    Publication<VersionRecord> end =
        store.publish(
            new VersionDraft(
                folder,
                number - 1,
                encoded.objects(),
                backbone,
                "key " + number,
                Provenance.of("animal", 0)));
    if (!(end instanceof Publication.Published)) {
      throw new IllegalStateException(end.message());
    }
  }

  private static StoredModel model(
      ModelStore store, EncoderConfig encoder, BackboneRef backbone, long number)
      throws IOException {
    BottleneckConfig adapter = new BottleneckConfig(BottleneckConfig.Placement.HOULSBY, 4, 1);
    SettingsChoice d = SettingsChoice.defaults();
    LearnerSettings settings =
        new LearnerSettings(
            "ada",
            2,
            "leep",
            adapter,
            32,
            d.training(),
            d.consolidation(),
            d.start(),
            d.slotWidth(),
            d.trainHeads(),
            5,
            LearnerSettings.IdentityRule.NEVER,
            number,
            Collections.emptySortedMap(),
            RouterRule.LDA);
    Reservoir reservoir = new Reservoir(number, 5);
    reservoir.add("animal", "k1", "a cat", null);
    reservoir.add("plant", "k2", "a tree", "a leaf");
    AdapterPool pool =
        AdapterPool.empty(2).append(AdapterInitializer.fresh(adapter, encoder, number), "animal");
    LearnedTask animal =
        new LearnedTask(manifest("animal"), head(encoder, number), 0, Optional.empty())
            .withStatistics(
                store.putObject(StoreFixture.bytes("statistics " + number), "safetensors"));
    LearnedTask plant =
        new LearnedTask(
            manifest("plant"), head(encoder, -1), ServingModel.IDENTITY_SLOT, Optional.empty());
    return new StoredModel(
        number, backbone, settings, new LearnerState(1, pool, List.of(animal, plant), reservoir));
  }

  private static Head head(EncoderConfig encoder, float mark) {
    float[] weight = new float[2 * encoder.hidden()];
    weight[0] = mark;
    return new Head(
        new LabelSpace(List.of("a", "b")),
        FloatTensor.matrix(2, encoder.hidden(), weight),
        FloatTensor.vector(0, 0));
  }

  private static TaskManifest manifest(String id) {
    return new TaskManifest(
        new TaskId(id),
        TaskColumns.defaults(),
        SplitRule.defaults(),
        List.of("a", "b"),
        new TreeMap<>(Map.of("a", new SplitCounts(2, 0, 1), "b", new SplitCounts(2, 0, 1))),
        "0".repeat(64),
        TableSource.of("file:///lake/" + id, "parquet", Map.of()),
        new TaskManifest.TextSizes(10, 5, 0));
  }
}
