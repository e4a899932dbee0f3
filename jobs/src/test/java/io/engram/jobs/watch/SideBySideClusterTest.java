package io.engram.jobs.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.engram.consolidation.store.VersionRecord;
import io.engram.jobs.ProgramRun;
import io.engram.jobs.RunningSession;
import io.engram.transformers.spark.LocalClusterTest;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two tasks that wait, and two executors of one core each. */
class SideBySideClusterTest extends LocalClusterTest {
  @TempDir private Path folder;

  /** Which executors train at the same moment. */
  private static final class Trainings extends SparkListener {
    private final Set<Integer> stages = new HashSet<>();
    private final Map<Long, String> running = new TreeMap<>();
    private Set<String> mostAtOnce = Set.of();

    @Override
    public synchronized void onStageSubmitted(SparkListenerStageSubmitted submitted) {
      if (submitted.stageInfo().name().contains("ExecutorPlace")) {
        stages.add(submitted.stageInfo().stageId());
      }
    }

    @Override
    public synchronized void onTaskStart(SparkListenerTaskStart start) {
      if (stages.contains(start.stageId())) {
        running.put(start.taskInfo().taskId(), start.taskInfo().executorId());
        Set<String> now = new TreeSet<>(running.values());
        if (now.size() > mostAtOnce.size()) {
          mostAtOnce = now;
        }
      }
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
      running.remove(end.taskInfo().taskId());
    }

    synchronized Set<String> mostAtOnce() {
      return mostAtOnce;
    }
  }

  @Test
  void tasksThatWaitTrainOneInEachExecutorAtTheSameMomentAndAreConsolidatedInOrderOfArrival()
      throws Exception {
    WatchedLake lake = WatchedLake.create(cluster(), folder);
    List<String> tasks = List.of("first", "second");
    for (String task : tasks) {
      lake.arrive(task, true);
    }
    Trainings trainings = new Trainings();
    cluster().sparkContext().addSparkListener(trainings);

    ProgramRun run =
        ProgramRun.of(
            settings -> new RunningSession(cluster()),
            ("watch --once --lake %1$s --model %1$s/model --backbone tiny --key-cols key --epochs 60"
                    + " --max-length 16 --pool-size 1 --side-by-side 2 --train-on executor")
                .formatted(lake.root())
                .split(" "));
    cluster().sparkContext().listenerBus().waitUntilEmpty();

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(trainings.mostAtOnce()).containsExactly("0", "1");
    List<VersionRecord> versions = lake.store().versions();
    assertThat(versions)
        .extracting(version -> version.provenance().task())
        .containsExactlyElementsOf(tasks);
    JsonNode second = versions.get(1).provenance().metrics();
    assertThat(second.has("consolidation")).as("two tasks in one slot: %s", second).isTrue();
    assertThat(versions.get(0).provenance().metrics().has("consolidation")).isFalse();
  }
}
