package io.engram.consolidation.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.consolidation.store.HostileModelException;
import io.engram.consolidation.store.ModelReference;
import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.store.StageClasses;
import io.engram.consolidation.store.serving.Forgery;
import io.engram.consolidation.store.serving.RealVersion;
import io.engram.transformers.spark.FeatureExtractor;
import io.engram.transformers.spark.SparkTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Spark loads from a folder: by the guarded ways, and by its own. */
class GuardedLoadTest extends SparkTest {
  private static final String MODEL = RealVersion.STAGE + "model.json";
  private static final String METADATA = RealVersion.STAGE + "metadata/part-00000";

  @TempDir Path temporary;
  private final Configuration conf = new Configuration();
  private Path root;
  private ModelStore store;

  /** Says when it was initialised. */
  static final class Canary {
    static final String SUNG = "engram.test.spark-canary";

    static {
      System.setProperty(SUNG, "initialised");
    }

    private Canary() {}
  }

  @BeforeEach
  void publish() throws IOException {
    root = temporary.resolve("store");
    store = RealVersion.store(root, conf);
  }

  private static boolean sung() {
    return System.getProperty(Canary.SUNG) != null;
  }

  private Path version() throws IOException {
    return root.resolve(store.version(2).folder());
  }

  @Test
  void listOfClassesNamesOurStages() {
    assertThat(StageClasses.STAGES)
        .containsExactly(
            ContinualClassifierModel.class.getName(), FeatureExtractor.class.getName());
    assertThat(StageClasses.PIPELINE).isEqualTo(PipelineModel.class.getName());
  }

  @Test
  void classThatIsNotOursIsNotTouchedByTheGuardedWaysAndIsByPlainLoad() throws IOException {
    String name = GuardedLoadTest.class.getName() + "$Canary";
    new Forgery(root).stage(text -> text.replace(ContinualClassifierModel.class.getName(), name));
    String folder = version().toString();

    assertThatThrownBy(
            () -> PublishedModel.load(spark(), store, ModelReference.parse(root.toString())))
        .isInstanceOf(HostileModelException.class)
        .hasMessageContaining(name);
    assertThatThrownBy(() -> CheckedPipeline.load(spark(), folder))
        .isInstanceOf(HostileModelException.class)
        .hasMessageContaining(name);
    assertThat(sung()).isFalse();

    assertThatThrownBy(() -> PipelineModel.load(folder)).isInstanceOf(Exception.class);
    assertThat(sung()).as("plain load cannot be guarded").isTrue();
    System.clearProperty(Canary.SUNG);
  }

  /** As Spark Connect's server looks for what a client may use. */
  @Test
  void sparkConnectFindsEveryStageAndItsWayToLoad() throws ReflectiveOperationException {
    Map<String, Class<?>> found = new HashMap<>();
    for (Class<?> kind : List.of(Transformer.class, Estimator.class)) {
      ServiceLoader.load(kind).stream().forEach(p -> found.put(p.type().getName(), p.type()));
    }
    assertThat(found)
        .containsKeys(ContinualClassifier.class.getName())
        .containsKeys(StageClasses.STAGES.toArray(String[]::new));
    for (String stage : StageClasses.STAGES) {
      assertThat(found.get(stage).getMethod("load", String.class)).isNotNull();
    }
  }

  @Test
  void plainLoadOfAVersionIsComparedWithItsRecord() throws IOException {
    PipelineModel.load(version().toString());

    changed(version(), MODEL, text -> text + " ");
    refusedByPlainLoad(version(), "model.json");
    changed(version(), MODEL, String::strip);
    changed(version(), METADATA, text -> text.replace("\"timestamp\":1", "\"timestamp\":2"));
    refusedByPlainLoad(version(), "part-00000");
  }

  @Test
  void folderWithTheDocumentOfAnotherVersionIsRefused() throws IOException {
    Path other = root.resolve(store.version(1).folder()).resolve(MODEL);
    Files.write(version().resolve(MODEL), Files.readAllBytes(other));

    assertThatThrownBy(() -> PipelineModel.load(version().toString()))
        .hasMessageContaining("version 1, which lies in " + store.version(1).folder());
  }

  @Test
  void plainLoadOfAnExportedFolderIsComparedWithTheRecordInIt() throws IOException {
    Path folder = temporary.resolve("exported");
    store.export(store.version(2), folder.toUri());
    PipelineModel.load(folder.toString());
    assertThat(CheckedPipeline.load(spark(), folder.toString()).stages()).hasSize(1);

    changed(folder, MODEL, text -> text.replace("\"reservoirRows\":5", "\"reservoirRows\":6"));
    refusedByPlainLoad(folder, "model.json");
  }

  private static void changed(Path folder, String file, UnaryOperator<String> change)
      throws IOException {
    Path path = folder.resolve(file);
    String before = Files.readString(path);
    String after = change.apply(before);
    assertThat(after).isNotEqualTo(before);
    Files.write(path, after.getBytes(StandardCharsets.UTF_8));
    Files.deleteIfExists(path.resolveSibling("." + path.getFileName() + ".crc"));
  }

  private static void refusedByPlainLoad(Path folder, String file) {
    assertThatThrownBy(() -> PipelineModel.load(folder.toString()))
        .hasMessageContaining(file)
        .hasMessageContaining("expected")
        .hasMessageContaining("sha256");
  }
}
