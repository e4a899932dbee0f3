package io.engram.consolidation.store.runs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.store.StoreFixture;
import io.engram.consolidation.store.VersionChange;
import io.engram.consolidation.store.VersionDraft;
import io.engram.transformers.runtime.NumericPlace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
  private static final String KEY = "a".repeat(64);
  private static final String STEP = "adapter-" + "1".repeat(64);
  private static final NumericPlace HERE = new NumericPlace("epyc", "cpu()", "plain", 2);
  private static final NumericPlace ELSEWHERE = new NumericPlace("xeon", "cpu()", "plain", 2);
  private static final Configuration CONF = new Configuration();

  @TempDir Path temporary;

  private RunFolder run(String key) throws IOException {
    return RunFolder.of(new org.apache.hadoop.fs.Path(temporary.toUri()), key, CONF);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static StepOutcome outcome(String adapter) {
    return new StepOutcome(bytes(adapter), null, bytes("{\"steps\":3}"));
  }

  private static RunRecord record(String key, String task, int second) {
    return new RunRecord(
        RunRecord.FORMAT,
        UUID.randomUUID().toString(),
        key,
        task,
        Instant.ofEpochSecond(second),
        "somebody@somewhere",
        JsonNodeFactory.instance.objectNode().put("task", task),
        List.of("password"));
  }

  @Test
  void aFinishedTrainingIsFoundByAnotherProcessAndItsCheckpointsAreGone() throws IOException {
    StepFolder training = run(KEY).step(HERE, STEP);
    training.checkpoints().save(bytes("half way"));
    run(KEY).settle(HERE);
    assertThat(run(KEY).finished(STEP)).isFalse();
    training.finish(outcome("weights"));
    assertThat(run(KEY).finished(STEP)).isTrue();
    StepOutcome found = run(KEY).step(HERE, STEP).outcome().orElseThrow();
    assertThat(found.adapter()).isEqualTo(bytes("weights"));
    assertThat(found.head()).isNull();
    assertThat(found.report()).isEqualTo(bytes("{\"steps\":3}"));
    assertThat(training.checkpoints().load()).isEmpty();
  }

  @Test
  void anOutcomeOfWhichAPartIsDamagedCountsAsNotThereAndIsWrittenAnew() throws IOException {
    run(KEY).step(HERE, STEP).finish(outcome("weights"));
    Path adapter;
    try (Stream<Path> files = Files.walk(temporary)) {
      adapter =
          files
              .filter(file -> Files.isRegularFile(file))
              .filter(file -> file.getFileName().toString().startsWith("adapter-"))
              .findFirst()
              .orElseThrow();
    }
    for (String damage : List.of("wEights", "w")) {
      Files.writeString(adapter, damage);
      assertThat(run(KEY).step(HERE, STEP).outcome()).isEmpty();
      run(KEY).step(HERE, STEP).finish(outcome("weights"));
      assertThat(run(KEY).step(HERE, STEP).outcome().orElseThrow().adapter())
          .isEqualTo(bytes("weights"));
    }
  }

  @Test
  void threadsAndNumericPathOfTheFirstTrainingAreTakenAgainOnTheSameProcessorOnly()
      throws IOException {
    assertThat(run(KEY).placeOn("epyc")).isEmpty();
    assertThat(run(KEY).settle(HERE)).isEqualTo(HERE);
    assertThat(run(KEY).placeOn("epyc")).contains(HERE);
    assertThat(run(KEY).placeOn("xeon")).isEmpty();
    assertThat(run(KEY).settle(new NumericPlace("epyc", "cpu()", "plain", 64))).isEqualTo(HERE);
    run(KEY).step(HERE, STEP).checkpoints().save(bytes("half way"));
    assertThat(run(KEY).settle(ELSEWHERE)).isEqualTo(ELSEWHERE);
    assertThat(run(KEY).step(ELSEWHERE, STEP).checkpoints().load()).isEmpty();
    assertThat(run(KEY).step(HERE, STEP).checkpoints().load()).isPresent();
  }

  @Test
  void unfinishedRunsAreListedOldestFirstWithHowFarTheyCame() throws IOException {
    ModelStore store = ModelStore.openOrCreate(temporary.toUri(), CONF);
    assertThat(Runs.unfinished(store, CONF)).isEmpty();
    String other = "b".repeat(64);
    run(KEY).begin(record(KEY, "later", 20));
    run(KEY).begin(record(KEY, "later", 99));
    run(other).begin(record(other, "earlier", 10));
    run(KEY).settle(HERE);
    run(KEY).step(HERE, STEP).finish(outcome("weights"));
    run(KEY)
        .step(HERE, "consolidation-" + "2".repeat(64))
        .checkpoints()
        .save(bytes("no checkpoint of this format"));
    List<Runs.Unfinished> runs = Runs.unfinished(store, CONF);
    assertThat(runs).extracting(run -> run.request().task()).containsExactly("earlier", "later");
    assertThat(runs.get(1).request().started()).isEqualTo(Instant.ofEpochSecond(20));
    assertThat(runs.get(1).request().leftOut()).containsExactly("password");
    assertThat(runs.get(1).steps()).extracting(StepState::step).contains("adapter");
    assertThat(runs.get(1).steps()).extracting(StepState::finished).containsOnlyOnce(true);
    run(KEY).delete();
    assertThat(Runs.unfinished(store, CONF)).hasSize(1);
  }

  @Test
  void aRunUnderTheKeyOfALearningThatWasTakenBackIsUnfinished() throws IOException {
    ModelStore store = ModelStore.openOrCreate(temporary.toUri(), CONF);
    VersionDraft learnt = StoreFixture.draft(store, CONF, 0, "task", KEY);
    store.publish(learnt);
    run(KEY).begin(record(KEY, "task", 10));
    assertThat(Runs.unfinished(store, CONF)).isEmpty();
    VersionDraft back = StoreFixture.draft(store, CONF, 1, "task", null);
    store.publish(
        new VersionDraft(
            back.folder(),
            1,
            back.objects(),
            back.backbone(),
            null,
            back.provenance(),
            VersionChange.erase()));
    assertThat(Runs.unfinished(store, CONF)).hasSize(1);
  }
}
