package io.engram.consolidation.store.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.adapters.prediction.ServingModel;
import io.engram.consolidation.model.ModelCodec;
import io.engram.consolidation.model.StoredModel;
import io.engram.consolidation.promotion.RecordedMatrix;
import io.engram.consolidation.store.DamagedVersionException;
import io.engram.consolidation.store.GarbageOptions;
import io.engram.consolidation.store.StoreException;
import io.engram.consolidation.store.VersionChange;
import io.engram.consolidation.store.VersionRecord;
import io.engram.consolidation.strategy.LearnedTask;
import io.engram.consolidation.task.TaskId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A task is erased from the newest version, and what remains of it is said. */
class ErasureTest {
  private static final TaskId SHARED = new TaskId("patient-letters");
  private static final TaskId ALONE = new TaskId("court-files");

  /** Rows of several tasks: no manifest has their fingerprint. */
  private static final String KEPT_INPUTS = "features/" + "e".repeat(64);

  @TempDir Path temporary;
  private Path root;
  private ToyVersions toy;
  private Erasure erasure;

  @BeforeEach
  void learn() throws IOException {
    root = temporary.resolve("model");
    toy = new ToyVersions(root.toUri(), new Configuration());
    toy.learn("animal", 0);
    toy.learn(ALONE.value(), 1);
    toy.learn(SHARED.value(), 0);
    toy.learn("food", 0);
    erasure = new Erasure(toy.store, new Configuration());
    cache("manifests/a.json", "{\"id\":\"" + SHARED + "\"}");
    cache("manifests/b.json", "{\"id\":\"animal\"}");
    String features = "features/" + "a".repeat(64);
    cache(features + "/complete.json", ToyVersions.fingerprint(SHARED.value()));
    cache(features + "/data-1/part", "keys of " + SHARED);
    cache("../runs/" + "c".repeat(64) + "/request-1.json", "{\"task\":\"" + SHARED + "\"}");
    cache("../runs/" + "c".repeat(64) + "/place/checkpoint", "weights");
    cache("../runs/" + "d".repeat(64) + "/request-1.json", "{\"task\":\"animal\"}");
    cache("features/" + "b".repeat(64) + "/complete.json", ToyVersions.fingerprint("animal"));
    cache(KEPT_INPUTS + "/complete.json", "the fingerprint of a reservoir");
  }

  private void cache(String path, String content) throws IOException {
    Path file = root.resolve("cache").resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  @Test
  void newestVersionHoldsNothingOfTheTaskAndTheOthersPredictAsBefore() throws IOException {
    VersionRecord before = toy.store.latest().orElseThrow();

    VersionRecord after = erasure.erase(SHARED).published().orElseThrow();

    assertThat(after.number()).isEqualTo(5);
    assertThat(after.change()).isEqualTo(VersionChange.erase());
    assertThat(toy.store.verify(after)).isEmpty();
    StoredModel model = toy.model(after);
    assertThat(model.version()).isEqualTo(5);
    assertThat(model.state().tasks())
        .extracting(LearnedTask::id)
        .containsExactly("animal", ALONE.value(), "food");
    assertThat(model.state().reservoir().rows())
        .hasSize(9)
        .noneMatch(row -> row.task().equals(SHARED.value()));
    assertThat(RecordedMatrix.of(after).tasks()).containsExactly("animal", ALONE.value(), "food");
    ServingModel old = ModelCodec.serving(toy.document(before), toy.objects);
    ServingModel now = ModelCodec.serving(toy.document(after), toy.objects);
    assertThat(now.slots()).isEqualTo(old.slots());
    now.tasks().forEach((task, served) -> assertThat(served).isEqualTo(old.tasks().get(task)));
  }

  @Test
  void versionWithADamagedBackboneIsRefusedAndNothingIsErased() throws IOException {
    String backbone = toy.store.version(1).backbone().sha256();
    Path file = root.resolve("backbones/" + backbone + "/engram-backbone.json");
    byte[] content = Files.readAllBytes(file);
    content[0] ^= 1;
    Files.write(file, content);

    assertThatThrownBy(() -> erasure.erase(SHARED))
        .isInstanceOf(DamagedVersionException.class)
        .hasMessageContaining("engram-backbone.json");
    assertThat(toy.store.versions()).hasSize(4);
    assertThat(root.resolve("cache/manifests/a.json")).exists();
  }

  @Test
  void slotThatServedTheTaskAloneGoesWithIt() throws IOException {
    toy.learn("late", 0);

    ErasureReport report = erasure.erase(ALONE);

    assertThat(report.slot()).isEqualTo(new ErasureReport.Slot(1, List.of(), List.of()));
    assertThat(report.slot().staysShaped()).isFalse();
    assertThat(toy.model(report.published().orElseThrow()).state().pool().slots()).hasSize(1);
  }

  @Test
  void adapterThatFusionsOfOthersAttendToStaysAndTheReportSaysSo() throws IOException {
    ToyVersions other = new ToyVersions(temporary.resolve("fused").toUri(), new Configuration());
    other.learn(ALONE.value(), 0);
    other.learn("animal", 1);
    VersionRecord before = other.fuse("animal");
    ServingModel was = ModelCodec.serving(other.document(before), other.objects);

    ErasureReport report = new Erasure(other.store, new Configuration()).erase(ALONE);

    assertThat(report.slot()).isEqualTo(new ErasureReport.Slot(0, List.of(), List.of("animal")));
    assertThat(report.slot().staysShaped()).isTrue();
    VersionRecord after = report.published().orElseThrow();
    ServingModel is = ModelCodec.serving(other.document(after), other.objects);
    assertThat(is.slots()).isEqualTo(was.slots());
    assertThat(is.tasks()).containsOnlyKeys("animal");
    assertThat(is.tasks().get("animal")).isEqualTo(was.tasks().get("animal"));
    assertThat(new String(other.document(after), StandardCharsets.UTF_8))
        .doesNotContain(ALONE.value());
  }

  @Test
  void reportNamesCopiesOfSlotsAndTheImportanceThatStay() throws IOException {
    assertThat(erasure.plan(SHARED).copies()).isEmpty();
    assertThat(erasure.plan(SHARED).importance()).isFalse();
    ToyVersions other = new ToyVersions(temporary.resolve("held").toUri(), new Configuration());
    other.learn(SHARED.value(), 0);
    other.learn("animal", 0);
    other.hold();
    other.fuseOverACopy("animal");

    ErasureReport report = new Erasure(other.store, new Configuration()).erase(SHARED);

    assertThat(report.importance()).isTrue();
    assertThat(report.copies())
        .containsExactly(new ErasureReport.Slot(1, List.of(), List.of("animal")));
    assertThat(other.model(report.published().orElseThrow()).state().importance()).isPresent();
  }

  @Test
  void aTaskThatIsCalledAsSomethingElseInARecordIsHeldWhereItWasLearnt() throws IOException {
    assertThat(erasure.plan(new TaskId("scores")).remains()).isEmpty();
    toy.learn("scores", 0);
    assertThat(erasure.plan(new TaskId("scores")).remains()).containsExactly(5L);
  }

  @Test
  void slotsBehindTheOneThatGoesMoveDown() throws IOException {
    ToyVersions other = new ToyVersions(temporary.resolve("other").toUri(), new Configuration());
    other.learn(ALONE.value(), 0);
    other.learn("animal", 1);

    VersionRecord after =
        new Erasure(other.store, new Configuration()).erase(ALONE).published().orElseThrow();

    StoredModel model = other.model(after);
    assertThat(model.state().task("animal").orElseThrow().slot()).isZero();
    assertThat(model.state().pool().slots().get(0).tasks()).containsExactly("animal");
  }

  @Test
  void reportSaysWhatRemains() throws IOException {
    toy.store.moveAlias("production", 3, 0, null);
    toy.store.moveAlias("first", 1, 0, null);

    ErasureReport planned = erasure.plan(SHARED);
    ErasureReport report = erasure.erase(SHARED);

    assertThat(planned.published()).isEmpty();
    assertThat(report.remains()).containsExactly(3L, 4L).isEqualTo(planned.remains());
    assertThat(report.aliases()).containsOnlyKeys("production").containsValue(3L);
    assertThat(report.slot().sharedWith()).containsExactly("animal", "food");
    assertThat(report.slot().staysShaped()).isTrue();
    assertThat(report.cached())
        .containsExactlyInAnyOrder(
            "cache/manifests/a.json",
            "cache/features/" + "a".repeat(64) + "/complete.json",
            "cache/features/" + "a".repeat(64) + "/data-1/part",
            "cache/" + KEPT_INPUTS + "/complete.json",
            "runs/" + "c".repeat(64) + "/request-1.json",
            "runs/" + "c".repeat(64) + "/place/checkpoint",
            "runs/" + "d".repeat(64) + "/request-1.json")
        .isEqualTo(planned.cached());
    assertThat(root.resolve("cache/manifests/b.json")).exists();
    assertThat(root.resolve("cache/features/" + "b".repeat(64))).exists();
    assertThat(root.resolve("runs/" + "d".repeat(64)))
        .as("it may hold heads of the task, trained along")
        .doesNotExist();
    ErasureReport again = erasure.erase(SHARED);
    assertThat(again.published()).isEmpty();
    assertThat(again.cached()).isEmpty();
    assertThat(again.remains()).containsExactly(3L, 4L);
  }

  @Test
  void afterErasingAndDroppingOlderVersionsNoByteNamesTheTask() throws IOException {
    toy.store.moveAlias("production", 3, 0, "learnt " + SHARED);
    assertThat(naming(SHARED.value())).isNotEmpty();
    VersionRecord clean = erasure.erase(SHARED).published().orElseThrow();
    toy.store.moveAlias("production", clean.number(), 1, "a task was erased");
    assertThat(naming(SHARED.value())).isNotEmpty();

    toy.store.collect(new GarbageOptions(Duration.ZERO, clean.number(), false));

    assertThat(naming(SHARED.value())).isEmpty();
    assertThat(naming(ToyVersions.fingerprint(SHARED.value()))).isEmpty();
    assertThat(naming("only animal has")).isNotEmpty();
    assertThat(toy.store.verify(clean)).isEmpty();
    assertThatThrownBy(() -> erasure.erase(SHARED))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("no version");
    cache(KEPT_INPUTS + "/complete.json", "of a learner that ended later");
    assertThat(erasure.plan(SHARED).cached())
        .containsExactly("cache/" + KEPT_INPUTS + "/complete.json");
    ErasureReport late = erasure.erase(SHARED);
    assertThat(late.remains()).isEmpty();
    assertThat(root.resolve("cache").resolve(KEPT_INPUTS)).doesNotExist();
  }

  /** Files below the root whose name or content holds a text. */
  private List<Path> naming(String text) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        if (content.contains(text) || root.relativize(file).toString().contains(text)) {
          found.add(file);
        }
      }
    }
    return found;
  }
}
