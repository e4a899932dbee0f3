package io.engram.jobs.benchmarks;

import io.engram.jobs.console.Progress;
import io.engram.jobs.data.CutSettings;
import io.engram.jobs.data.TaskCut;
import io.engram.jobs.data.TaskRow;
import io.engram.jobs.data.WordNetCut;
import io.engram.jobs.data.WordNetJar;
import io.engram.jobs.data.WordNetTasks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.spark.sql.SparkSession;

/**
 * Seconds to learn each of ten tasks of the same size, K = 2, without evaluation. Arguments:
 * folder, WordNet jar, backbone jar, repetitions; each repetition begins with an empty model and an
 * empty feature cache.
 */
public final class GrowthBenchmark {
  private static final int TASKS = 10;
  private static final int CLASSES = 4;

  /** So many that the reservoir of unlabelled inputs is full from the third task on. */
  private static final int TRAIN_ROWS_PER_CLASS = 140;

  private static final int TEST_ROWS_PER_CLASS = 10;
  private static final int EARLY = 2;

  private GrowthBenchmark() {}

  public static void main(String[] args) throws IOException {
    SparkSession spark = SparkSession.builder().appName("engram-growth").getOrCreate();
    String lake = Path.of(args[0]).toUri().toString();
    List<TaskCut> tasks = tasks(Path.of(args[1]));
    new WordNetTasks(spark, lake).write(tasks, Progress.SILENT);
    List<double[]> runs = new ArrayList<>();
    for (int repetition = 1; repetition <= Integer.parseInt(args[3]); repetition++) {
      String run = repetition + "-" + System.currentTimeMillis();
      StrategyRun strategy = new StrategyRun(spark, lake, run, lake + "cache/" + run, args[2]);
      double[] seconds = new double[TASKS];
      for (int i = 0; i < TASKS; i++) {
        seconds[i] = StrategyRun.learningSeconds(strategy.learn(tasks.get(i).id()));
      }
      System.out.println("repetition " + repetition + ": seconds a task " + rounded(seconds));
      runs.add(seconds);
    }
    double early = median(runs, EARLY);
    double last = median(runs, TASKS - 1);
    System.out.printf(
        Locale.ROOT,
        "median seconds: task %d %.1f, task %d %.1f, ratio %.2f%n",
        EARLY + 1,
        early,
        TASKS,
        last,
        last / early);
    spark.stop();
  }

  private static double median(List<double[]> runs, int task) {
    return StatUtils.percentile(runs.stream().mapToDouble(run -> run[task]).toArray(), 50);
  }

  private static String rounded(double[] seconds) {
    return Arrays.toString(
        Arrays.stream(seconds).mapToObj(s -> String.format(Locale.ROOT, "%.1f", s)).toArray());
  }

  private static List<TaskCut> tasks(Path wordnet) throws IOException {
    List<TaskCut> equal = new ArrayList<>();
    for (TaskCut task : new WordNetCut(WordNetJar.nouns(wordnet), CutSettings.full()).tasks()) {
      List<TaskRow> rows = new ArrayList<>();
      List<String> classes = new ArrayList<>();
      for (String label : task.classes()) {
        List<TaskRow> train = rows(task, label, TaskRow.TRAIN, TRAIN_ROWS_PER_CLASS);
        List<TaskRow> test = rows(task, label, TaskRow.TEST, TEST_ROWS_PER_CLASS);
        boolean enough = train.size() == TRAIN_ROWS_PER_CLASS && test.size() == TEST_ROWS_PER_CLASS;
        if (enough && classes.size() < CLASSES) {
          classes.add(label);
          rows.addAll(train);
          rows.addAll(test);
        }
      }
      if (classes.size() == CLASSES && equal.size() < TASKS) {
        equal.add(new TaskCut(task.id(), classes, rows));
      }
    }
    if (equal.size() < TASKS) {
      throw new IllegalStateException(
          "WordNet has " + equal.size() + " tasks of that size, not " + TASKS);
    }
    return equal;
  }

  private static List<TaskRow> rows(TaskCut task, String label, String split, int count) {
    return task.rows().stream()
        .filter(row -> row.label().equals(label) && row.split().equals(split))
        .limit(count)
        .toList();
  }
}
