package io.engram.consolidation.spark;

import io.engram.adapters.training.CheckpointRhythm;
import io.engram.consolidation.model.ModelObjects;
import io.engram.consolidation.store.serving.LakeObjects;
import io.engram.transformers.backbone.Precision;
import io.engram.transformers.lake.BackboneRef;
import io.engram.transformers.spark.BackboneAddress;
import io.engram.transformers.spark.BackboneUri;
import io.engram.transformers.spark.FeatureCache;
import io.engram.transformers.spark.FeatureSpec;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * Where learning happens: the session, the root in the lake that holds backbones and objects, and
 * the cache of features.
 *
 * @param session Spark
 * @param root folder in the lake that driver and executors reach; with {@code backbones/} and
 *     {@code objects/}
 * @param features computed once, kept for every later step
 * @param precision of hidden states on disk
 * @param trainOnExecutor whether trainings run in one executor instead of the driver
 * @param checkpoints how often a training writes one
 * @param listener told what happens
 */
public record LearningSite(
    SparkSession session,
    Path root,
    FeatureCache features,
    Precision precision,
    boolean trainOnExecutor,
    CheckpointRhythm checkpoints,
    LearningListener listener) {

  /** Size that the feature cache is kept at by default. */
  static final long CACHE_BYTES = 20L << 30;

  /** How hidden states are kept by default. */
  static final Precision PRECISION = Precision.FLOAT32;

  /** With checkpoints as often as they are cheap. */
  public LearningSite(
      SparkSession session,
      Path root,
      FeatureCache features,
      Precision precision,
      boolean trainOnExecutor,
      LearningListener listener) {
    this(
        session, root, features, precision, trainOnExecutor, CheckpointRhythm.AFFORDABLE, listener);
  }

  String objectsUri() {
    return new Path(root, "objects").toString();
  }

  String backbonesUri() {
    return new Path(root, "backbones").toString();
  }

  /** Objects of this root, on the driver. */
  public ModelObjects objects() {
    return new LakeObjects(objectsUri(), session.sessionState().newHadoopConf());
  }

  BackboneAddress backbone(BackboneRef ref) {
    return BackboneAddress.of(session, backbonesUri() + "/" + ref.sha256());
  }

  FeatureSpec features(BackboneRef ref, int fromLayer, int maxLength, boolean hidden) {
    BackboneUri folder = BackboneUri.parse(backbonesUri() + "/" + ref.sha256());
    return hidden
        ? FeatureSpec.withHidden(folder, fromLayer, maxLength).withPrecision(precision)
        : FeatureSpec.pooledOnly(folder, maxLength);
  }
}
