package io.engram.consolidation.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.engram.consolidation.store.DamagedVersionException;
import io.engram.consolidation.store.HostileModelException;
import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.store.StageClasses;
import io.engram.consolidation.store.VersionRecord;
import io.engram.consolidation.store.serving.Canary;
import io.engram.consolidation.store.serving.Forgery;
import io.engram.consolidation.store.serving.HostileDocuments;
import io.engram.consolidation.store.serving.HostileMetadata;
import io.engram.consolidation.store.serving.RealVersion;
import io.engram.consolidation.store.serving.ServedModel;
import io.engram.transformers.backbone.folder.BackboneException;
import io.engram.transformers.spark.SparkTest;
import io.engram.transformers.weights.WeightFileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.PipelineModel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Models made to do harm, by somebody who can make every hash and seal right: each is refused, in
 * words, before any class that it names is initialised. Where the harm is in what Spark ML reads,
 * also by the guarded way to Spark, which would initialise any class.
 */
class HostileModelTest extends SparkTest {
  private static final int AT_LEAST = 100;

  @TempDir private static Path temporary;
  private static Path honest;
  private final Configuration conf = new Configuration();

  @BeforeAll
  static void publish() throws IOException {
    honest = temporary.resolve("honest");
    RealVersion.store(honest, new Configuration());
  }

  @Test
  void everyHostileModelIsRefusedBeforeAnyClassIsInitialised() throws IOException {
    Map<String, Consumer<Forgery>> cases = new LinkedHashMap<>(HostileMetadata.all());
    cases.putAll(HostileDocuments.all());
    assertThat(cases).hasSizeGreaterThanOrEqualTo(AT_LEAST);
    List<String> wrong = new ArrayList<>();
    for (Map.Entry<String, Consumer<Forgery>> hostile : cases.entrySet()) {
      Path root = copy();
      hostile.getValue().accept(new Forgery(root));
      Throwable refusal = catchThrowable(() -> load(root));
      if (!inWords(refusal)) {
        wrong.add(hostile.getKey() + ": " + refusal);
      }
      if (HostileMetadata.all().containsKey(hostile.getKey())) {
        Throwable ofSpark = catchThrowable(() -> CheckedPipeline.load(spark(), folder(root)));
        if (!inWords(ofSpark)) {
          wrong.add(hostile.getKey() + ", by CheckedPipeline: " + ofSpark);
        }
      }
      assertThat(System.getProperty(Canary.SUNG)).as(hostile.getKey()).isNull();
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void honestModelGoesThroughTheSameDoorsAndWhereNobodyChecksTheCanarySings() throws Exception {
    Path root = copy();
    Forgery forgery = new Forgery(root);
    forgery.model(model -> model.put("unknown", 1));
    load(root);
    assertThat(CheckedPipeline.load(spark(), folder(root)).stages()).hasSize(1);

    forgery.stage(text -> text.replace(HostileMetadata.OURS, Canary.Control.class.getName()));
    assertThat(catchThrowable(() -> PipelineModel.load(folder(root)))).isNotNull();
    assertThat(System.getProperty(Canary.SUNG)).isNotNull();
    System.clearProperty(Canary.SUNG);
  }

  @Test
  void exportedFolderIsHeldToTheSameList() throws IOException {
    Path folder = temporary.resolve("exported");
    ModelStore store = ModelStore.open(honest.toUri(), conf);
    store.export(store.version(2), folder.toUri());
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(folder.toUri());
    StageClasses.require(path, conf);
    ServedModel.open(folder.toString(), conf).close();
    Path metadata = folder.resolve(RealVersion.STAGE + "metadata/part-00000");
    String text = Files.readString(metadata);
    Files.writeString(metadata, text.replace("ContinualClassifierModel", "Canary"));

    assertThat(catchThrowable(() -> StageClasses.require(path, conf)))
        .isInstanceOf(HostileModelException.class)
        .hasMessageContaining("part-00000")
        .hasMessageContaining("Canary")
        .hasMessageContaining("ContinualClassifierModel");
  }

  @Test
  void whatNamesAnotherClassIsNotExported() throws IOException {
    List<String> written = new ArrayList<>();
    for (Map.Entry<String, Consumer<Forgery>> hostile : HostileMetadata.all().entrySet()) {
      Path root = copy();
      hostile.getValue().accept(new Forgery(root));
      Path target = temporary.resolve("out of " + root.getFileName());
      Throwable refusal = catchThrowable(() -> export(root, target));
      if (!inWords(refusal) || Files.exists(target)) {
        written.add(hostile.getKey() + ": " + refusal);
      }
    }
    assertThat(written).isEmpty();
  }

  private void export(Path root, Path target) throws IOException {
    ModelStore store = ModelStore.open(root.toUri(), conf);
    store.export(store.version(store.alias("production").orElseThrow().version()), target.toUri());
  }

  /** What the store, a service and the Spark stages do with a version. */
  private void load(Path root) throws IOException {
    ModelStore store = ModelStore.open(root.toUri(), conf);
    store.versions();
    VersionRecord version = store.version(store.alias("production").orElseThrow().version());
    RealVersion.decode(store.checkedFolder(version), conf);
    ServedModel.open(root + "@production", conf).close();
  }

  private String folder(Path root) throws IOException {
    VersionRecord version = ModelStore.open(root.toUri(), conf).version(2);
    return root.resolve(version.folder()).toString();
  }

  private static boolean inWords(Throwable refusal) {
    return refusal != null
        && refusal.getMessage() != null
        // Then the forgery would not have been a good one.
        && !(refusal instanceof DamagedVersionException)
        && (refusal instanceof IOException
            || refusal instanceof UncheckedIOException
            || refusal instanceof WeightFileException
            || refusal instanceof BackboneException
            || refusal.getClass() == IllegalArgumentException.class);
  }

  private static Path copy() throws IOException {
    Path copy = Files.createTempDirectory(temporary, "hostile");
    try (Stream<Path> files = Files.walk(honest)) {
      for (Path file : files.filter(f -> !f.startsWith(honest.resolve("imported-5"))).toList()) {
        Path target = copy.resolve(honest.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else if (!file.getFileName().toString().endsWith(".crc")) {
          Files.copy(file, target);
        }
      }
    }
    return copy;
  }
}
