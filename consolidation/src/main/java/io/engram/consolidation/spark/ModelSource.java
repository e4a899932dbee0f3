package io.engram.consolidation.spark;

import io.engram.consolidation.model.ModelObjects;
import io.engram.consolidation.store.serving.LakeObjects;
import io.engram.transformers.lake.ContentHash;
import io.engram.transformers.spark.BackboneAddress;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.broadcast.Broadcast;

/**
 * Where executors get a model: its document travels with the job, its weights are read from the
 * lake, once a JVM.
 *
 * @param key identity of the content
 * @param bytes {@code model.json}
 * @param objectsUri folder of the objects
 * @param backbone address of the frozen encoder
 */
record ModelSource(String key, Broadcast<byte[]> bytes, String objectsUri, BackboneAddress backbone)
    implements Serializable {

  static String keyOf(byte[] document, String objectsUri) {
    return ContentHash.sha256(document) + '@' + objectsUri;
  }

  byte[] document() {
    return bytes.value();
  }

  /** How executors open the lake. */
  Configuration configuration() {
    return backbone.configuration().value().value();
  }

  ModelObjects objects() {
    return new LakeObjects(objectsUri, configuration());
  }
}
