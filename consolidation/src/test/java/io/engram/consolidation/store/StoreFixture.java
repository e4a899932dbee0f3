package io.engram.consolidation.store;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.engram.transformers.lake.BackboneRef;
import io.engram.transformers.lake.ContentHash;
import io.engram.transformers.lake.ContentSource;
import io.engram.transformers.lake.LakeFile;
import io.engram.transformers.lake.LakeFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Writes small versions that look like the real ones. */
public final class StoreFixture {
  private static final String STAGE = "stages/0_continual-classifier_1/";

  /** Metadata of a pipeline of one stage, as Spark writes it. */
  public static final String PIPELINE =
      "{\"class\":\"org.apache.spark.ml.PipelineModel\",\"timestamp\":1,"
          + "\"sparkVersion\":\"4.1.0\",\"uid\":\"engram\","
          + "\"paramMap\":{\"stageUids\":[\"continual-classifier_1\"]},\"defaultParamMap\":{}}\n";

  /** Metadata of that stage. */
  public static final String CLASSIFIER =
      "{\"class\":\"io.engram.consolidation.spark.ContinualClassifierModel\",\"timestamp\":1,"
          + "\"sparkVersion\":\"4.1.0\",\"uid\":\"continual-classifier_1\","
          + "\"paramMap\":{},\"defaultParamMap\":{}}\n";

  private StoreFixture() {}

  /** Bytes of a text. */
  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A version that is written and not published: five files, one object, one backbone. */
  public static VersionDraft draft(
      ModelStore store, Configuration conf, long parent, String task, String key)
      throws IOException {
    ObjectRef head = store.putObject(bytes("head of " + task), "safetensors");
    ObjectRef shared = store.putObject(bytes("adapter of all"), "safetensors");
    return draft(store, conf, parent, task, key, List.of(head, shared));
  }

  static VersionDraft draft(
      ModelStore store,
      Configuration conf,
      long parent,
      String task,
      String key,
      List<ObjectRef> objects)
      throws IOException {
    VersionFolder folder = store.newVersionFolder();
    write(conf, folder, "metadata/part-00000", PIPELINE);
    write(conf, folder, "metadata/_SUCCESS", "");
    write(conf, folder, STAGE + "metadata/part-00000", CLASSIFIER);
    write(conf, folder, STAGE + "metadata/_SUCCESS", "");
    write(
        conf,
        folder,
        STAGE + "model.json",
        "{\"format\":1,\"locations\":{\"objects\":\"../../../../objects\","
            + "\"backbones\":\"../../../../backbones\"},\"task\":\""
            + task
            + "\"}");
    return new VersionDraft(
        folder,
        parent,
        objects,
        backbone(store, conf),
        key,
        Provenance.of(task, 0)
            .withScores(Map.of("0", -0.25))
            .withCounts(Map.of("rows", 120L))
            .withSeeds(Map.of("run", 7L))
            .withSettings(JsonNodeFactory.instance.objectNode().put("poolSize", 2))
            .withEnvironment("avx512, 2 threads", Map.of("spark", "4.1.0"), "run-1"));
  }

  /** Publishes one more version on top of the newest. */
  public static VersionRecord publish(ModelStore store, Configuration conf, String task)
      throws IOException {
    long parent = store.latest().map(VersionRecord::number).orElse(0L);
    Publication<VersionRecord> end =
        store.publish(draft(store, conf, parent, task, "key of " + task));
    if (end instanceof Publication.Published<VersionRecord> published) {
      return published.ours();
    }
    throw new IllegalStateException(end.message());
  }

  private static BackboneRef backbone(ModelStore store, Configuration conf) throws IOException {
    String hash = ContentHash.sha256(bytes("backbone"));
    Path folder = new Path(new StoreLayout(new Path(store.root())).backbones(), hash);
    List<LakeFile> files = new ArrayList<>();
    for (String name : List.of("engram-backbone.json", "model.safetensors", "tokenizer.json")) {
      byte[] content = bytes("backbone's " + name);
      LakeFiles.at(folder, conf)
          .writeImmutable(new Path(folder, name), ContentSource.of(content), content.length);
      files.add(new LakeFile(name, content.length, ContentHash.sha256(content)));
    }
    return new BackboneRef(hash, files);
  }

  /** Writes as Spark would: through Hadoop's API, with its sidecars on local disks. */
  public static void write(Configuration conf, VersionFolder folder, String name, String content)
      throws IOException {
    Path path = new Path(new Path(folder.uri()), name);
    try (var out = path.getFileSystem(conf).create(path)) {
      out.write(bytes(content));
    }
  }
}
