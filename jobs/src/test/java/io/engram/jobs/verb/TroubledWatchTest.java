package io.engram.jobs.verb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.engram.consolidation.store.ModelStore;
import io.engram.jobs.CapturedLog;
import io.engram.jobs.ProgramRun;
import io.engram.transformers.spark.SparkTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.commons.lang3.StringUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A watch that really learns, of folders that vanish, and beside another watch. */
class TroubledWatchTest extends SparkTest {
  @TempDir private Path temporary;
  private ToyModel toy;
  private CapturedLog log;

  @BeforeEach
  void create() {
    TroubledFileSystem.register(spark().sparkContext().hadoopConfiguration());
    toy = ToyModel.create(spark(), temporary);
    log = CapturedLog.listen(PatternLayout.newBuilder().withPattern("%X{mdc.run} %m%n").build());
  }

  @AfterEach
  void heal() {
    TroubledFileSystem.heal();
    TroubledCreate.heal();
    log.close();
  }

  private static String troubled(Object path) {
    return TroubledFileSystem.SCHEME + ":" + path;
  }

  private Map<String, JsonNode> tasks() throws IOException {
    return toy.tasks(toy.lake().toString());
  }

  private List<String> published() throws IOException {
    return ModelStore.open(Path.of(toy.model()).toUri(), new Configuration()).versions().stream()
        .map(version -> version.provenance().task())
        .toList();
  }

  @Test
  void foldersThatVanishWhenTheirRowsAreReadAreALineEachAndTheOthersAreLearnt() throws IOException {
    Map<String, Integer> vanishes = Map.of("at-the-first-file", 1, "in-the-middle", 3);
    for (String task : List.of("at-the-first-file", "in-the-middle", "whole")) {
      toy.arrive(task, toy.rows());
    }
    Map<String, AtomicInteger> reads = new ConcurrentHashMap<>();
    TroubledFileSystem.mute(
        path -> {
          String task = path.getParent().getName();
          if (vanishes.containsKey(task)
              && path.getName().endsWith(".parquet")
              && reads.computeIfAbsent(task, any -> new AtomicInteger()).incrementAndGet()
                  == vanishes.get(task)) {
            FileUtil.fullyDelete(toy.lake().resolve("tasks").resolve(task).toFile());
          }
          return false;
        });

    ProgramRun run = toy.watchOf(troubled(toy.lake()), toy.model());

    assertThat(run.code()).as(run.err()).isEqualTo(3);
    String gone = "its folder is gone before it was learnt; bring it again";
    for (String task : vanishes.keySet()) {
      assertThat(reads.get(task)).as(task).hasValueGreaterThanOrEqualTo(vanishes.get(task));
      assertThat(run.out()).containsOnlyOnce(task + " refused: " + gone);
      assertThat(tasks().get(task).get("reason").asText()).isEqualTo(gone);
      assertThat(log.text()).containsOnlyOnce("Task " + task + " is refused: " + gone);
    }
    assertThat(run.out() + run.err()).contains("whole published").doesNotContain("\tat ");
    assertThat(published()).containsExactly("whole");
  }

  @Test
  void aTaskWhoseStoreDoesNotAnswerStaysWaitsAndIsPassedOverByALookThatComesTooSoon()
      throws IOException {
    toy.arrive("silent", toy.rows());
    toy.arrive("whole", toy.rows().where("key <> 'k5'"));
    TroubledFileSystem.mute(path -> path.getParent().getName().equals("silent"));

    ProgramRun run = toy.watchOf(troubled(toy.lake()), toy.model());
    assertThat(run.code()).as(run.err()).isEqualTo(4);
    assertThat(run.out())
        .containsPattern("silent waiting: cannot be read now: .*does not answer.* after 20")
        .contains("whole published");
    TroubledFileSystem.heal();
    ProgramRun tooSoon = toy.watchOf(troubled(toy.lake()), toy.model());
    assertThat(tooSoon.code()).as(tooSoon.err()).isEqualTo(4);
    assertThat(tooSoon.out()).contains("silent waiting: cannot be read now: ");

    assertThat(toy.lake().resolve("tasks/silent/_SUCCESS")).exists();
    assertThat(toy.lake().resolve("refused")).doesNotExist();
    assertThat(published()).containsExactly("whole");
  }

  @Test
  void twoWatchesAtOnceLearnEveryTaskOnceInOrderAndTheSecondSaysWhoseItSees() throws Exception {
    List<String> tasks = List.of("a", "b", "c");
    for (String task : tasks) {
      toy.arrive(task, toy.rows());
    }
    CountDownLatch publishing = new CountDownLatch(1);
    AtomicBoolean first = new AtomicBoolean(true);
    TroubledCreate.between(
        (path, creation) -> {
          if (path.getParent().getName().equals("log") && first.getAndSet(false)) {
            publishing.countDown();
            awaitTwiceInLog("Task a is learning");
          }
          return creation.run();
        });

    Supplier<ProgramRun> watch = () -> toy.watchOf(toy.lake().toString(), troubled(toy.model()));
    CompletableFuture<ProgramRun> one = CompletableFuture.supplyAsync(watch);
    assertThat(publishing.await(2, TimeUnit.MINUTES)).as(log.text()).isTrue();
    String firstRun = tasks().get("a").get("run").asText();
    ProgramRun second = watch.get();
    ProgramRun earlier = one.get(2, TimeUnit.MINUTES);

    assertThat(log.text())
        .contains("Task a is waiting: run " + firstRun + " began to learn it and has not ended");
    assertThat(published()).containsExactlyElementsOf(tasks);
    for (ProgramRun run : List.of(earlier, second)) {
      assertThat(run.code()).as(run.err()).isZero();
      for (int version = 1; version <= tasks.size(); version++) {
        assertThat(run.out())
            .containsOnlyOnce(tasks.get(version - 1) + " published in version " + version);
      }
    }
    assertThat(tasks().values())
        .extracting(task -> task.get("state").asText() + task.get("version").asLong())
        .containsExactly("published1", "published2", "published3");
  }

  @Test
  void whatWasSettledBeforeAFullDiskEndedTheWatchIsSaidAllTheSame() throws IOException {
    toy.arrive("first", toy.rows());
    toy.arrive("second", toy.rows().where("key <> 'k5'"));
    TroubledFileSystem.full(
        path -> path.toUri().getPath().contains("/objects/") && isPublished("first"));

    ProgramRun run = toy.watchOf(toy.lake().toString(), troubled(toy.model()));

    assertThat(run.code()).as(run.err()).isEqualTo(1);
    assertThat(run.err()).contains("engram: No space left on device").doesNotContain("\tat ");
    assertThat(run.out())
        .containsOnlyOnce("first published in version 1")
        .doesNotContain("second published");
    assertThat(tasks().get("second").get("state").asText()).isEqualTo("waiting");
  }

  private boolean isPublished(String task) {
    try {
      return published().contains(task);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitTwiceInLog(String line) {
    Instant end = Instant.now().plus(Duration.ofMinutes(2));
    while (StringUtils.countMatches(log.text(), line) < 2) {
      if (Instant.now().isAfter(end)) {
        throw new IllegalStateException("nobody else said: " + line);
      }
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
