package io.engram.consolidation.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.adapters.training.TrainingListener;
import io.engram.consolidation.spark.LearnOutcome.Kind;
import io.engram.consolidation.store.VersionRecord;
import io.engram.consolidation.store.runs.Runs;
import io.engram.consolidation.strategy.ChangedChoice;
import io.engram.consolidation.strategy.SettingsChoice;
import io.engram.transformers.spark.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** One model that several learnings publish into at the same moment. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LearnAtOnceTest extends SparkTest {
  private static final SettingsChoice CHOICE = leastLoaded(LearntLake.choice("ada", 2));
  private static final int ROWS = 12;
  private static final int ROUNDS = System.getProperty("engram.soak") == null ? 1 : 50;

  @TempDir static Path temporary;
  private static LearntLake lake;

  @BeforeAll
  static void create() throws IOException {
    lake = new LearntLake(spark(), temporary.resolve("lake"));
  }

  // Two tasks that look for a slot at once find the same one.
  private static SettingsChoice leastLoaded(SettingsChoice d) {
    return ChangedChoice.of(d).transferability("least-loaded").choice();
  }

  /** Waits for the other before the first publication; knows what was trained. */
  private static final class Rendezvous implements LearningListener {
    private final CyclicBarrier barrier;
    private final AtomicBoolean met = new AtomicBoolean();
    private final List<String> trained = new ArrayList<>();
    private final List<String> stages = new ArrayList<>();

    Rendezvous(CyclicBarrier barrier) {
      this.barrier = barrier;
    }

    @Override
    public void stage(String task, String stage) {
      stages.add(stage);
      if (stage.equals("publishing") && met.compareAndSet(false, true)) {
        try {
          barrier.await(100, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
          throw new IllegalStateException("the other learning never came to publish", e);
        }
      }
    }

    @Override
    public TrainingListener training(String task, String what) {
      return progress -> {
        if (progress.step() == 1) {
          trained.add(what);
        }
      };
    }
  }

  private record Learnt(LearnOutcome outcome, Rendezvous listener) {}

  private static List<Learnt> atOnce(List<String> tasks) throws Exception {
    return atOnce(tasks, tasks);
  }

  private static List<Learnt> atOnce(List<String> tasks, List<String> tables) throws Exception {
    CyclicBarrier barrier = new CyclicBarrier(tasks.size());
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      List<Callable<Learnt>> learnings = new ArrayList<>();
      for (int i = 0; i < tasks.size(); i++) {
        String task = tasks.get(i);
        Rendezvous listener = new Rendezvous(barrier);
        String uri = lake.root.resolve("tasks").resolve(tables.get(i)).toString();
        learnings.add(() -> new Learnt(lake.learn(task, uri, CHOICE, false, listener), listener));
      }
      List<Learnt> learnt = new ArrayList<>();
      for (Future<Learnt> future : threads.invokeAll(learnings)) {
        learnt.add(future.get());
      }
      learnt.sort((a, b) -> Long.compare(number(a), number(b)));
      return learnt;
    } catch (ExecutionException e) {
      throw (Exception) e.getCause();
    } finally {
      threads.shutdownNow();
    }
  }

  private static long number(Learnt learnt) {
    return learnt.outcome().record().number();
  }

  private static long versions() throws IOException {
    return lake.store.latest().map(VersionRecord::number).orElse(0L);
  }

  @Test
  @Order(1)
  void twoTasksIntoTwoFreeSlotsAreTwoVersionsAndTheLaterIsAsIfItHadBeenLearntAfter()
      throws Exception {
    lake.write("left", 2, ROWS);
    lake.write("right", 3, ROWS);
    List<Learnt> learnt = atOnce(List.of("left", "right"));
    assertThat(learnt).extracting(LearnAtOnceTest::number).containsExactly(1L, 2L);
    assertThat(learnt.get(1).listener().stages).contains("rebasing");
    assertThat(learnt.get(1).listener().trained).containsExactly("probe", "adapter");
    LearnOutcome last = learnt.get(1).outcome();
    assertThat(last.model().state().loads()).containsExactly(1, 1);
    assertThat(last.matrix().tasks()).hasSize(2);

    LearntLake sequential = new LearntLake(spark(), temporary.resolve("sequential"));
    LearnOutcome same = null;
    for (Learnt each : learnt) {
      String task = each.outcome().record().provenance().task();
      same =
          sequential.learn(
              task, lake.root.resolve("tasks").resolve(task).toString(), CHOICE, false);
    }
    assertThat(LearntLake.weights(last)).isEqualTo(LearntLake.weights(same));
    assertThat(last.record().objects()).isEqualTo(same.record().objects());
    assertThat(last.matrix()).isEqualTo(same.matrix());
  }

  @Test
  @Order(2)
  void theSameTaskTwiceAtOnceIsOneVersionAndWhoComesLaterSaysUnchanged() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      String task = "same" + round;
      lake.write(task, 2, ROWS);
      long before = versions();
      List<Learnt> learnt = atOnce(List.of(task, task));
      assertThat(versions()).isEqualTo(before + 1);
      assertThat(learnt).extracting(LearnAtOnceTest::number).containsOnly(before + 1);
      assertThat(learnt)
          .extracting(each -> each.outcome().kind())
          .containsExactlyInAnyOrder(Kind.LEARNT, Kind.UNCHANGED);
      assertThat(LearntLake.weights(learnt.get(0).outcome()))
          .isEqualTo(LearntLake.weights(learnt.get(1).outcome()));
    }
  }

  @Test
  @Order(3)
  void twoTasksIntoOneSlotAreTwoVersionsAndOnlyTheConsolidationIsDoneAgain() throws Exception {
    for (String task : List.of("third", "fourth")) {
      lake.write(task, 2, ROWS);
    }
    long before = versions();
    List<Learnt> learnt = atOnce(List.of("third", "fourth"));
    assertThat(learnt).extracting(LearnAtOnceTest::number).containsExactly(before + 1, before + 2);
    assertThat(learnt.get(1).listener().trained)
        .containsExactly("probe", "adapter", "consolidation", "consolidation");
    int[] loads = learnt.get(1).outcome().model().state().loads();
    assertThat(Arrays.stream(loads).sum()).isEqualTo(before + 2);
    assertThat(Runs.unfinished(lake.store, new Configuration())).isEmpty();
    assertThat(lake.root.resolve("runs")).isEmptyDirectory();
  }

  @Test
  @Order(4)
  void theSameTaskAgainReadsNoRowAndTrainsNothing() throws IOException {
    Path table = lake.root.resolve("tasks").resolve("left");
    makeUnreadable(table);
    VersionRecord newest = lake.store.latest().orElseThrow();
    for (int round = 0; round < ROUNDS; round++) {
      Rendezvous listener = new Rendezvous(new CyclicBarrier(1));
      LearnOutcome again = lake.learn("left", table.toString(), CHOICE, false, listener);
      assertThat(again.kind()).isEqualTo(Kind.UNCHANGED);
      assertThat(again.record()).isEqualTo(newest);
      assertThat(again.matrix().tasks()).hasSize((int) newest.number());
      assertThat(listener.trained).isEmpty();
      assertThat(listener.stages).containsExactly("reading");
    }
  }

  @Test
  @Order(5)
  void oneTaskFromTwoTablesAtOnceIsAConflictThatNamesBothVersions() throws Exception {
    lake.write("one", 2, ROWS);
    lake.write("other", 2, ROWS);
    long before = versions();
    assertThatThrownBy(() -> atOnce(List.of("fifth", "fifth"), List.of("one", "other")))
        .isInstanceOf(LearnConflictException.class)
        .hasMessageContaining("not published: version " + (before + 1) + ", task 'fifth', id ")
        .hasMessageContaining(
            "learnt from other data or with other settings by version "
                + (before + 1)
                + ", task 'fifth', id "
                + lake.store.latest().orElseThrow().id());
    assertThat(versions()).isEqualTo(before + 1);
  }

  @Test
  @Order(6)
  void tasksThatArePreparedSideBySideAreOnlyDistilledWhenTheyAreLearnt() throws Exception {
    LearntLake ahead = new LearntLake(spark(), temporary.resolve("ahead"));
    LearntLake alone = new LearntLake(spark(), temporary.resolve("alone"));
    List<String> tasks = List.of("x", "y", "z");
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      List<Callable<List<String>>> preparations = new ArrayList<>();
      for (String task : tasks) {
        ahead.write(task, 2, ROWS);
        Rendezvous listener = new Rendezvous(new CyclicBarrier(1));
        preparations.add(
            () -> {
              ahead.prepare(task, table(ahead, task), CHOICE, listener);
              return listener.trained;
            });
      }
      for (Future<List<String>> trained : threads.invokeAll(preparations)) {
        assertThat(trained.get()).containsExactly("probe", "adapter");
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(ahead.store.latest()).isEmpty();
    for (String task : tasks) {
      Rendezvous listener = new Rendezvous(new CyclicBarrier(1));
      LearnOutcome learnt = ahead.learn(task, table(ahead, task), CHOICE, false, listener);
      LearnOutcome same = alone.learn(task, table(ahead, task), CHOICE, false);
      assertThat(listener.trained)
          .isEqualTo(task.equals("z") ? List.of("consolidation") : List.of());
      assertThat(learnt.record().objects()).isEqualTo(same.record().objects());
    }
    assertThat(ahead.root.resolve("runs")).isEmptyDirectory();
  }

  private static String table(LearntLake lake, String task) {
    return lake.root.resolve("tasks").resolve(task).toString();
  }

  /** Other bytes under the same names, sizes and times: who opens the table fails. */
  private static void makeUnreadable(Path table) throws IOException {
    try (Stream<Path> files = Files.list(table)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".parquet")).toList()) {
        FileTime time = Files.getLastModifiedTime(file);
        Files.write(file, new byte[(int) Files.size(file)]);
        Files.setLastModifiedTime(file, time);
      }
    }
  }
}
