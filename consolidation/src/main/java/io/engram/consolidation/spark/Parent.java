package io.engram.consolidation.spark;

import io.engram.consolidation.model.ModelCodec;
import io.engram.consolidation.model.StoredModel;
import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.store.VersionRecord;
import io.engram.consolidation.store.serving.LakeObjects;
import io.engram.consolidation.store.serving.ModelFolder;
import io.engram.consolidation.strategy.LearnerSettings;
import io.engram.consolidation.strategy.LearntAs;
import io.engram.transformers.backbone.EncoderConfig;
import io.engram.transformers.lake.BackboneRef;
import io.engram.transformers.lake.backbones.Backbones;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The newest version, which a task is learnt on: what its document says. Its weights are read only
 * when they are asked for.
 *
 * @param record empty for a new model
 * @param document {@code model.json} of the version; null for a new model
 * @param backbone the frozen encoder
 * @param settings of the task that is to be learnt
 */
record Parent(
    Optional<VersionRecord> record,
    byte[] document,
    BackboneRef backbone,
    LearnerSettings settings) {
  private static final String DEFAULT_BACKBONE = "minilm";

  /**
   * @throws io.engram.consolidation.task.SettingRefusedException when the request does not fit the
   *     model
   */
  static Parent newest(ModelStore store, LearnRequest request, Configuration hadoop)
      throws IOException {
    Backbones backbones = new Backbones(store.root(), hadoop);
    Optional<VersionRecord> record = store.latest();
    if (record.isEmpty()) {
      Backbones.Entry entry = backbones.bring(request.backbone().orElse(DEFAULT_BACKBONE), null);
      requireKind(request, entry.config().encoder());
      LearnerSettings settings = request.settings().on(entry.config().encoder());
      return new Parent(record, null, entry.ref(), settings);
    }
    byte[] document = ModelFolder.document(store, record.get(), hadoop);
    ModelCodec.Header header = ModelCodec.header(document);
    backbones.requireSame(request.backbone(), header.backbone());
    EncoderConfig encoder = backbones.encoder(header.backbone());
    requireKind(request, encoder);
    LearnerSettings settings = request.settings().on(encoder, header.settings());
    return new Parent(record, document, header.backbone(), settings);
  }

  private static void requireKind(LearnRequest request, EncoderConfig encoder) {
    request.rows().columns().requireFor(encoder.kind());
  }

  long number() {
    return record.map(VersionRecord::number).orElse(0L);
  }

  /**
   * The version that learnt a task under a key, if the newest one still holds it so. Models that do
   * not say what a task was learnt under are looked up in the log.
   *
   * @return the record's number; empty when there is something to learn
   */
  OptionalLong holding(String task, String key, ModelStore store) throws IOException {
    if (record.isEmpty()) {
      return OptionalLong.empty();
    }
    ModelCodec.Header header = ModelCodec.header(document);
    LearntAs learntAs = header.learntAs().get(task);
    if (learntAs != null) {
      return key.equals(learntAs.key())
          ? OptionalLong.of(learntAs.version())
          : OptionalLong.empty();
    }
    return header.tasks().contains(task) ? inLog(task, key, store) : OptionalLong.empty();
  }

  private OptionalLong inLog(String task, String key, ModelStore store) throws IOException {
    Optional<VersionRecord> done = store.findByIdempotenceKey(key);
    if (done.isEmpty()) {
      return OptionalLong.empty();
    }
    boolean learntAgain =
        store.versionsAfter(done.get().number()).stream()
            .anyMatch(version -> task.equals(version.provenance().task()));
    return learntAgain ? OptionalLong.empty() : OptionalLong.of(done.get().number());
  }

  /** The model; of its version only the objects that it needs are read, each checked. */
  StoredModel model(ModelStore store, Configuration hadoop) {
    if (record.isEmpty()) {
      return StoredModel.fresh(backbone, settings);
    }
    String objects = new Path(new Path(store.root()), "objects").toString();
    return ModelCodec.decode(document, new LakeObjects(objects, hadoop));
  }
}
