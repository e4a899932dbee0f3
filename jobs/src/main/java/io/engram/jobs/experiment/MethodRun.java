package io.engram.jobs.experiment;

import io.engram.adapters.training.DivergedException;
import io.engram.consolidation.benchmark.BenchmarkTasks;
import io.engram.consolidation.benchmark.Cell;
import io.engram.consolidation.benchmark.CellKey;
import io.engram.consolidation.benchmark.CellRun;
import io.engram.consolidation.benchmark.Tuning;
import io.engram.consolidation.learning.LocalTask;
import io.engram.consolidation.learning.LocalTrainings;
import io.engram.consolidation.spark.EngramVersion;
import io.engram.consolidation.strategy.LearnerSettings;
import io.engram.jobs.console.Progress;
import io.engram.jobs.experiment.Experiment.Method;
import io.engram.jobs.experiment.Experiment.Point;
import io.engram.transformers.backbone.EncoderConfig;
import io.engram.transformers.backbone.folder.LoadedBackbone;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs cells of methods. The grid of a method is tried on the first seed and the first tasks of the
 * first order, on validation rows; the best point's settings are those of all its cells.
 *
 * @param directory where cells, tunings and trainings are kept
 * @param precision of the features
 * @param taskCount number of tasks
 * @param tuningTasks how many of them grids are tried on
 */
record MethodRun(
    RunDirectory directory,
    BenchmarkTasks tasks,
    LoadedBackbone backbone,
    EncoderConfig encoder,
    String precision,
    int taskCount,
    int tuningTasks,
    Progress progress) {
  private static final Logger LOG = LoggerFactory.getLogger(MethodRun.class);

  /**
   * @param firstSeed the one that grids are tried on
   */
  Cell run(Method method, CellKey key, long firstSeed) throws IOException {
    Optional<Tuning> tuning =
        method.tuned() ? Optional.of(tuning(method, firstSeed)) : Optional.empty();
    Point point = method.points().get(tuning.map(Tuning::chosen).orElse(0));
    String what = key.method() + ", seed " + key.seed() + ", order " + key.order();
    try (Progress.Stage stage = progress.begin(what, taskCount)) {
      Cell cell = cell(key, point, stage::reached).run(key, tuning.orElse(null));
      directory.requireSame(method);
      directory.finish(cell);
      return cell;
    }
  }

  private Tuning tuning(Method method, long seed) throws IOException {
    Optional<Tuning> there = directory.tuning(method.name(), tuningTasks, seed);
    if (there.isPresent()) {
      return there.get();
    }
    // What the best point's tasks took is not done again for the first cell.
    CellKey first = new CellKey(method.name(), seed, 0);
    List<Tuning.Point> tried = new ArrayList<>();
    int best = 0;
    for (Point point : method.points()) {
      try (Progress.Stage stage =
          progress.begin("tune " + method.name() + " " + point.values(), tuningTasks)) {
        double accuracy = cell(first, point, stage::reached).validationAccuracy(0, tuningTasks);
        tried.add(new Tuning.Point(point.values(), accuracy));
      } catch (DivergedException e) {
        LOG.warn("{} {} counts as always wrong: {}", method.name(), point.values(), e.getMessage());
        tried.add(new Tuning.Point(point.values(), 0));
      }
      if (tried.get(tried.size() - 1).validationAccuracy() > tried.get(best).validationAccuracy()) {
        best = tried.size() - 1;
      }
    }
    // Another program may have tried them meanwhile, and begun cells with its choice.
    there = directory.tuning(method.name(), tuningTasks, seed);
    if (there.isEmpty()) {
      there = Optional.of(new Tuning(tuningTasks, seed, tried, best));
      directory.finish(method.name(), there.get());
    }
    return there.get();
  }

  private CellRun cell(CellKey key, Point point, CellRun.Listener listener) {
    LearnerSettings settings = point.settings().choice().on(encoder).withSeed(key.seed());
    return new CellRun(settings, tasks, backbone, task -> trainings(key, settings, task), listener);
  }

  private LocalTrainings trainings(CellKey key, LearnerSettings settings, LocalTask task) {
    String features =
        String.join(
            " ",
            EngramVersion.current(),
            precision,
            String.valueOf(settings.adapter().fromLayer()),
            String.valueOf(settings.maxLength()));
    try {
      return new LocalTrainings(
          directory.trainings(task.id()), directory.trainings(key, task.id()), features);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }
}
