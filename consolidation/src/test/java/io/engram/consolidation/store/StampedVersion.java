package io.engram.consolidation.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.engram.adapters.BottleneckConfig;
import io.engram.consolidation.model.ModelCodec;
import io.engram.consolidation.strategy.LearnerSettings;
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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Versions of the size of real ones (an adapter of 1 MB, a head, five files that plain {@code
 * PipelineModel.load} reads), in which every file and every object carries the version's own stamp:
 * a version made of parts of two is told from a whole one.
 */
final class StampedVersion {
  static final int ADAPTER_BYTES = 1 << 20;
  private static final int HEAD_BYTES = 6 << 10;
  private static final String STAGE = "stages/0_engram-classifier/";
  private static final long MAX_FILE_BYTES = 1 << 20;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private StampedVersion() {}

  /**
   * @param stamp a task's name, never used before
   */
  static VersionDraft write(ModelStore store, Configuration conf, long parent, String stamp)
      throws IOException {
    ObjectRef adapter = store.putObject(content(stamp, ADAPTER_BYTES), "safetensors");
    ObjectRef head = store.putObject(content(stamp, HEAD_BYTES), "safetensors");
    BackboneRef backbone = backbone(store, conf);
    VersionFolder folder = store.newVersionFolder();
    StoreFixture.write(conf, folder, "metadata/part-00000", pipeline(stamp));
    StoreFixture.write(conf, folder, "metadata/_SUCCESS", "");
    StoreFixture.write(conf, folder, STAGE + "metadata/part-00000", stage(stamp));
    StoreFixture.write(conf, folder, STAGE + "metadata/_SUCCESS", "");
    StoreFixture.write(
        conf, folder, STAGE + "model.json", document(stamp, adapter, head, backbone));
    return new VersionDraft(
        folder, parent, List.of(adapter, head), backbone, stamp, Provenance.of(stamp, 0));
  }

  /** Reads all of a version through the store and fails unless every part carries its stamp. */
  static String readWhole(ModelStore store, Configuration conf, VersionRecord version)
      throws IOException {
    String stamp = version.provenance().task();
    assertThat(version.idempotenceKey()).isEqualTo(stamp);
    Path folder = new Path(store.checkedFolder(version));
    LakeFiles files = LakeFiles.at(folder, conf);
    assertThat(version.files()).hasSize(5);
    for (LakeFile file : version.files()) {
      byte[] read = files.read(new Path(folder, file.path()), MAX_FILE_BYTES);
      if (!file.path().endsWith("_SUCCESS")) {
        assertThat(new String(read, StandardCharsets.UTF_8)).as(file.path()).contains(stamp);
      }
    }
    assertThat(version.objects()).hasSize(2);
    for (ObjectRef object : version.objects()) {
      byte[] wanted = content(stamp, Math.toIntExact(object.length()));
      assertThat(Arrays.equals(store.readObject(object), wanted))
          .as("object of %s", stamp)
          .isTrue();
    }
    return stamp;
  }

  static byte[] content(String stamp, int length) {
    byte[] content = new byte[length];
    new Random(stamp.hashCode()).nextBytes(content);
    byte[] name = StoreFixture.bytes(stamp);
    System.arraycopy(name, 0, content, 0, name.length);
    return content;
  }

  private static BackboneRef backbone(ModelStore store, Configuration conf) throws IOException {
    byte[] content = StoreFixture.bytes("backbone of all");
    String hash = ContentHash.sha256(content);
    Path folder = new Path(new StoreLayout(new Path(store.root())).backbones(), hash);
    LakeFiles.at(folder, conf)
        .writeImmutable(
            new Path(folder, "model.safetensors"), ContentSource.of(content), content.length);
    return new BackboneRef(hash, List.of(new LakeFile("model.safetensors", content.length, hash)));
  }

  private static String pipeline(String stamp) {
    return metadata(
        "org.apache.spark.ml.PipelineModel", stamp, "{\"stageUids\":[\"engram-classifier\"]}");
  }

  private static String stage(String stamp) {
    return metadata(
            "io.engram.consolidation.spark.ContinualClassifierModel", "engram-classifier", "{}")
        .replace("{}}", "{},\"stamp\":\"" + stamp + "\"}");
  }

  private static String metadata(String type, String uid, String params) {
    return String.format(
        Locale.ROOT,
        "{\"class\":\"%s\",\"timestamp\":1,\"sparkVersion\":\"4.1.0\",\"uid\":\"%s\","
            + "\"paramMap\":%s,\"defaultParamMap\":{}}",
        type,
        uid,
        params);
  }

  private static String document(
      String stamp, ObjectRef adapter, ObjectRef head, BackboneRef backbone) throws IOException {
    return """
    {"format":1,"kind":"continual-classifier","version":0,
     "locations":{"objects":"../../../../objects","backbones":"../../../../backbones"},
     "backbone":%s,"fromLayer":3,"maxLength":128,"settings":%s,
     "pool":{"capacity":1,"slots":[{"adapter":{"config":{"kind":"houlsby","width":64,"fromLayer":3},
       "weights":%s},"tasks":["%s"]}]},
     "tasks":[{"id":"%s","classes":["a","b"],"slot":0,"head":%s,"statistics":null,"manifest":%s}],
     "reservoir":null}
    """
        .formatted(
            JSON.writeValueAsString(backbone),
            ModelCodec.settingsTree(settings()),
            json(adapter),
            stamp,
            stamp,
            json(head),
            JSON.writeValueAsString(manifest(stamp)));
  }

  private static LearnerSettings settings() {
    SettingsChoice d = SettingsChoice.defaults();
    return new LearnerSettings(
        "ada",
        1,
        "leep",
        new BottleneckConfig(BottleneckConfig.Placement.HOULSBY, 64, 3),
        128,
        d.training(),
        d.consolidation(),
        d.start(),
        d.slotWidth(),
        d.trainHeads(),
        0,
        LearnerSettings.IdentityRule.NEVER,
        7,
        Collections.emptySortedMap(),
        RouterRule.LDA);
  }

  private static TaskManifest manifest(String stamp) {
    return new TaskManifest(
        new TaskId(stamp),
        TaskColumns.defaults(),
        SplitRule.defaults(),
        List.of("a", "b"),
        new TreeMap<>(Map.of("a", new SplitCounts(2, 0, 1), "b", new SplitCounts(2, 0, 1))),
        ContentHash.sha256(StoreFixture.bytes(stamp)),
        TableSource.of("file:///lake/" + stamp, "parquet", Map.of()),
        new TaskManifest.TextSizes(10, 5, 0));
  }

  private static String json(ObjectRef object) {
    return "{\"sha256\":\"%s\",\"extension\":\"%s\",\"length\":%d}"
        .formatted(object.sha256(), object.extension(), object.length());
  }
}
