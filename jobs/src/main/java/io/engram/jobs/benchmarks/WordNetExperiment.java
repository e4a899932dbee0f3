package io.engram.jobs.benchmarks;

import io.engram.consolidation.evaluation.ContinualMetrics;
import io.engram.consolidation.spark.LearnOutcome;
import io.engram.jobs.console.Progress;
import io.engram.jobs.data.CutSettings;
import io.engram.jobs.data.TaskCut;
import io.engram.jobs.data.WordNetTasks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;

/**
 * Average accuracy, forgetting and seconds a task of several strategies on the WordNet tasks,
 * through the same learner that the verbs call. Arguments: lake, WordNet jar, backbone jar, number
 * of tasks, then runs as {@link StrategyRun} reads them. Running again goes on where it was.
 */
public final class WordNetExperiment {

  private WordNetExperiment() {}

  public static void main(String[] args) throws IOException {
    SparkSession spark = SparkSession.builder().appName("engram-wordnet-experiment").getOrCreate();
    String lake = Path.of(args[0]).toUri().toString();
    List<TaskCut> tasks =
        new WordNetTasks(spark, lake)
            .provide(Path.of(args[1]), CutSettings.full(), Progress.SILENT);
    for (String run : Arrays.asList(args).subList(4, args.length)) {
      StrategyRun strategy =
          new StrategyRun(spark, lake, run.replace(':', '-'), lake + "cache", args[2], run);
      run(run, strategy, tasks.subList(0, Math.min(Integer.parseInt(args[3]), tasks.size())));
    }
    spark.stop();
  }

  private static void run(String run, StrategyRun strategy, List<TaskCut> tasks)
      throws IOException {
    List<String> seconds = new ArrayList<>();
    LearnOutcome last = null;
    for (TaskCut task : tasks) {
      last = strategy.learn(task.id());
      String spent = String.format(Locale.ROOT, "%.1f", StrategyRun.learningSeconds(last));
      seconds.add(spent);
      System.err.printf(
          Locale.ROOT,
          "%s %s: accuracy of all so far %.2f, %s s without evaluation%s%n",
          run,
          task.id(),
          100 * ContinualMetrics.averageAccuracy(last.matrix()),
          spent,
          last.log()
              .flatMap(log -> log.choice())
              .map(choice -> ", slot scores " + Arrays.toString(choice.scores()))
              .orElse(""));
    }
    ContinualMetrics metrics = ContinualMetrics.of(last.matrix());
    System.out.printf(
        Locale.ROOT,
        "%-24s average accuracy %.2f, forgetting %.2f, slot loads %s, seconds a task %s%n",
        run,
        100 * metrics.averageAccuracy(),
        metrics.forgetting() == null ? 0.0 : 100 * metrics.forgetting(),
        Arrays.toString(last.model().state().loads()),
        seconds);
  }
}
