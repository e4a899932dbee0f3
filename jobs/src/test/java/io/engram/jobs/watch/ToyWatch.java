package io.engram.jobs.watch;

import io.engram.consolidation.gate.GateRules;
import io.engram.jobs.console.Progress;
import io.engram.jobs.service.InputSpec;
import io.engram.jobs.service.LearnSettings;
import io.engram.jobs.service.RunId;
import io.engram.jobs.watch.TaskState.Phase;
import io.engram.jobs.watch.WatchRequest.MoreRows;
import io.engram.jobs.watch.arrivals.ArrivalChange;
import io.engram.jobs.watch.arrivals.TaskArea;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.io.TempDir;

/** Base of tests of what a watch does with tasks that come, whatever learns them. */
abstract class ToyWatch {
  static final Duration QUIET = Duration.ofMinutes(15);

  @TempDir Path lake;
  final ToyLearning learning = new ToyLearning();
  final Hand clock = new Hand();
  final Configuration conf = new Configuration();
  int sideBySide = 1;
  RunId run = RunId.fresh();

  /** A clock that is turned by hand; somebody may be killed while looking at it. */
  static final class Hand extends Clock {
    Instant now = Instant.parse("2026-01-05T08:00:00Z");
    Runnable danger = () -> {};

    @Override
    public Instant instant() {
      danger.run();
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private static LearnSettings settings(int poolSize) {
    return new LearnSettings(
        Optional.empty(),
        "ada",
        new java.util.TreeMap<>(),
        poolSize,
        "leep",
        new LearnSettings.AdapterChoice("houlsby", 16, 8, 16, OptionalInt.empty()),
        new LearnSettings.Training(1, 32, 1e-3, 1e-2),
        new LearnSettings.Distillation(1, "copy", 0, false, 10, Optional.empty()),
        OptionalInt.empty(),
        "driver",
        "never",
        OptionalLong.empty(),
        new LearnSettings.FeatureCache(Optional.empty(), 10, "float32"),
        "lda");
  }

  final Watch watch(MoreRows moreRows) {
    return watch(moreRows, 2);
  }

  final Watch watch(MoreRows moreRows, int poolSize) {
    WatchRequest request =
        new WatchRequest(
            lake.toUri().toString(),
            lake.resolve("model").toString(),
            InputSpec.parquet(""),
            settings(poolSize),
            moreRows,
            QUIET,
            sideBySide,
            new GateRules(null, null, false),
            run);
    return new Watch(request, learning, clock, conf);
  }

  /** As a process that is started for it. */
  final List<TaskState> look(MoreRows moreRows) {
    return look(watch(moreRows));
  }

  final List<TaskState> look(Watch watch) {
    tell(watch);
    List<TaskState> settled = new ArrayList<>();
    watch.look(Progress.SILENT, settled::add);
    return settled;
  }

  final void tell(Watch watch) {
    TaskArea area = new TaskArea(new org.apache.hadoop.fs.Path(lake.toUri()), conf);
    try {
      watch.arrived(ArrivalChange.all(area.list()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  final List<TaskState> look() {
    return look(MoreRows.REFUSE);
  }

  final void write(String path, String text) throws IOException {
    Path file = lake.resolve("tasks").resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /** A task of one row whose writer says that it is complete. */
  final void arrive(String task, String row) throws IOException {
    write(task + "/part-0.csv", row + "\n");
    write(task + "/_SUCCESS", "");
  }

  final Map<String, TaskState> states() throws IOException {
    return new TaskStates(new org.apache.hadoop.fs.Path(lake.toUri()), conf).all();
  }

  final Phase phase(String task) throws IOException {
    return states().get(task).phase();
  }

  final String reason(String task) throws IOException {
    return states().get(task).reason().orElseThrow();
  }

  final TaskState.Learnt learnt(String task) throws IOException {
    return states().get(task).learnt().orElseThrow();
  }
}
