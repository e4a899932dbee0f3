package io.engram.transformers.spark;

import io.engram.transformers.backbone.folder.LoadedBackbone;
import io.engram.transformers.spark.ExecutorCache.Lease;
import java.io.Serializable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * A backbone as it travels with every task: a few bytes.
 *
 * @param uri where it lies in the lake
 * @param configuration how executors open the lake
 */
public record BackboneAddress(BackboneUri uri, Broadcast<SerializableConfiguration> configuration)
    implements Serializable {

  /**
   * The backbone in this folder, opened on executors as the session would open it.
   *
   * @throws IllegalArgumentException when the text is no address of a backbone
   */
  public static BackboneAddress of(SparkSession session, String uri) {
    BackboneUri parsed = BackboneUri.parse(uri);
    SerializableConfiguration hadoop =
        new SerializableConfiguration(session.sessionState().newHadoopConf());
    return new BackboneAddress(
        parsed, JavaSparkContext.fromSparkContext(session.sparkContext()).broadcast(hadoop));
  }

  /** On the executor: this JVM's copy, loaded when it is not there. */
  public Lease<LoadedBackbone> lease() {
    return ExecutorBackbones.lease(uri, configuration.value().value());
  }
}
