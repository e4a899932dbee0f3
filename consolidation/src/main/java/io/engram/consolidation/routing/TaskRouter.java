package io.engram.consolidation.routing;

import io.engram.adapters.Head;
import io.engram.adapters.LabelSpace;
import io.engram.adapters.prediction.RowRouter;
import io.engram.consolidation.closedform.ClassGaussians;
import io.engram.consolidation.closedform.ClosedFormGrid;
import io.engram.consolidation.closedform.ClosedFormReport;
import io.engram.consolidation.closedform.Contender;
import io.engram.consolidation.closedform.ContenderCounts;
import io.engram.consolidation.closedform.LinearDiscriminant;
import io.engram.consolidation.statistics.Cholesky;
import io.engram.consolidation.statistics.ClassStatistics;
import io.engram.consolidation.statistics.FeatureSample;
import io.engram.consolidation.strategy.RouterRule;
import io.engram.consolidation.task.SettingRefusedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Linear discriminant analysis over all classes of all tasks, equally likely and with one
 * covariance. The task of the nearest class by Mahalanobis distance takes the row. Where all tasks
 * have sums of random features, ridge regression on these may take its place: always, or if it
 * finds the task of more of the rows that the tasks' sums do not hold. Shrinkage, ridge, the
 * sharpness of the confidence, and the scale of novelty come from these rows too; without them LDA
 * routes, shrinkage is .02 and novelty unknown. Novelty is by distance whoever routes. Of all tasks
 * together no more than {@value #MOST_KNOWN} of these rows are looked at, as many of each task:
 * every one is compared with every class.
 *
 * <p>Distances are taken between whitened points {@code L⁻¹ (z - centre)}: one triangular solve a
 * row, half of hidden², and one distance a class.
 */
public final class TaskRouter implements RowRouter {
  private static final int MOST_KNOWN = 4096;

  private final List<String> tasks;
  private final List<String> labels;
  private final double[] centre;
  private final Cholesky covariance;
  private final double[][] points;
  private final double[] known;
  private final ClosedFormReport report;
  private final Optional<Head> ridge;

  private TaskRouter(
      List<String> tasks,
      List<String> labels,
      ClassGaussians classes,
      ClosedFormReport report,
      Optional<Head> ridge,
      SortedMap<String, ClassStatistics> statistics) {
    this.tasks = List.copyOf(tasks);
    this.labels = List.copyOf(labels);
    this.report = report;
    this.ridge = ridge;
    covariance = LinearDiscriminant.shrunk(classes, ClosedFormGrid.shrinkage(report));
    centre = classes.centre();
    points = Arrays.stream(classes.means()).map(this::whitened).toArray(double[][]::new);
    known =
        statistics.values().stream()
            .flatMap(of -> Arrays.stream(known(of, statistics.size()).rows()))
            .mapToDouble(row -> Arrays.stream(distances(row)).min().orElseThrow())
            .sorted()
            .toArray();
  }

  /**
   * @param statistics of every task, by task id
   * @param rule of the two ways, where the statistics give a choice
   * @throws SettingRefusedException when there is no task, or one was learnt on features of another
   *     width
   */
  public static TaskRouter of(SortedMap<String, ClassStatistics> statistics, RouterRule rule) {
    if (statistics.isEmpty()) {
      throw new SettingRefusedException("a model that has learnt no task cannot route rows");
    }
    List<String> tasks = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    List<ClassGaussians> gaussians = new ArrayList<>();
    int hidden = statistics.get(statistics.firstKey()).hidden();
    statistics.forEach(
        (task, of) -> {
          if (of.hidden() != hidden) {
            throw new SettingRefusedException(
                "task "
                    + task
                    + " has statistics of "
                    + of.hidden()
                    + " features, task "
                    + statistics.firstKey()
                    + " of "
                    + hidden);
          }
          gaussians.add(ClassGaussians.of(of.moments()));
          for (String label : of.classes()) {
            tasks.add(task);
            labels.add(label);
          }
        });
    ClassGaussians all = ClassGaussians.union(gaussians);
    ClosedFormGrid.Chosen lda =
        ClosedFormGrid.lda(numbered(labels.size()), all, true)
            .choose(contenders -> compared(contenders, statistics));
    Optional<Head> ridge =
        (rule.keepsRandomFeatures()
                ? RidgeRouting.head(
                    numbered(labels.size()),
                    statistics.values(),
                    contenders -> compared(contenders, statistics))
                : Optional.<Head>empty())
            .filter(
                head ->
                    rule == RouterRule.RANDOM_FEATURES
                        || toOwnTask(head, tasks, statistics)
                            > toOwnTask(lda.head(), tasks, statistics));
    return new TaskRouter(tasks, labels, all, lda.report(), ridge, statistics);
  }

  private static long toOwnTask(
      Head head, List<String> tasks, SortedMap<String, ClassStatistics> statistics) {
    long own = 0;
    for (Map.Entry<String, ClassStatistics> of : statistics.entrySet()) {
      for (float[] row : known(of.getValue(), statistics.size()).rows()) {
        own += tasks.get(ContenderCounts.answer(head.logits(row))).equals(of.getKey()) ? 1 : 0;
      }
    }
    return own;
  }

  private static FeatureSample known(ClassStatistics of, int tasks) {
    return of.sample().first(Math.max(1, MOST_KNOWN / tasks));
  }

  // Classes of two tasks may have one name.
  private static LabelSpace numbered(int classes) {
    return new LabelSpace(IntStream.range(0, classes).mapToObj(Integer::toString).toList());
  }

  private static ContenderCounts compared(
      List<Contender> contenders, SortedMap<String, ClassStatistics> statistics) {
    ContenderCounts counts = new ContenderCounts(contenders.size());
    int first = 0;
    for (ClassStatistics of : statistics.values()) {
      FeatureSample sample = known(of, statistics.size());
      for (int i = 0; i < sample.size(); i++) {
        float[] row = sample.rows()[i];
        counts.add(
            first + sample.labels()[i],
            contenders.stream().map(c -> c.head().logits(row)).toArray(float[][]::new));
      }
      first += of.classes().size();
    }
    return counts;
  }

  /** Which of the two ways finds the task: the nearest class, or ridge on random features. */
  public RouterRule chosen() {
    return ridge.isPresent() ? RouterRule.RANDOM_FEATURES : RouterRule.LDA;
  }

  /** How the shrinkage of LDA was chosen, and on how many rows. */
  public ClosedFormReport report() {
    return report;
  }

  @Override
  public Route route(float[] pooled, Predicate<String> among) {
    double[] distances = distances(pooled);
    double[] scores = new double[distances.length];
    double nearest = Double.POSITIVE_INFINITY;
    float[] logits = ridge.map(head -> head.logits(pooled)).orElse(null);
    int best = -1;
    for (int k = 0; k < scores.length; k++) {
      if (!among.test(tasks.get(k))) {
        scores[k] = Double.NEGATIVE_INFINITY;
        continue;
      }
      nearest = Math.min(nearest, distances[k]);
      scores[k] = logits == null ? -report.scale() * distances[k] / 2 : logits[k];
      best = best < 0 || scores[k] > scores[best] ? k : best;
    }
    if (best < 0) {
      throw new IllegalArgumentException("a row that may be of none of the tasks " + tasks);
    }
    String task = tasks.get(best);
    int first = tasks.indexOf(task);
    float[] classes = new float[tasks.lastIndexOf(task) + 1 - first];
    double highest = scores[best];
    double all = 0;
    double ofTask = 0;
    for (int k = 0; k < scores.length; k++) {
      scores[k] = Math.exp(scores[k] - highest);
      all += scores[k];
      ofTask += k >= first && k < first + classes.length ? scores[k] : 0;
    }
    for (int c = 0; c < classes.length; c++) {
      classes[c] = (float) (scores[first + c] / ofTask);
    }
    return new Route(task, labels.get(best), classes, ofTask / all, novelty(nearest));
  }

  private double novelty(double distance) {
    if (known.length == 0) {
      return Double.NaN;
    }
    int at = Arrays.binarySearch(known, distance);
    int nearer = at < 0 ? -at - 1 : at;
    // Of equal distances the search may meet any.
    while (nearer > 0 && known[nearer - 1] >= distance) {
      nearer--;
    }
    return (double) nearer / known.length;
  }

  /** Squared Mahalanobis distance to each class. */
  private double[] distances(float[] pooled) {
    if (pooled.length != centre.length) {
      throw new IllegalArgumentException(
          "a row of " + pooled.length + " features cannot be routed by " + centre.length);
    }
    double[] z = new double[pooled.length];
    for (int i = 0; i < z.length; i++) {
      z[i] = pooled[i];
    }
    double[] y = whitened(z);
    double[] distances = new double[points.length];
    for (int k = 0; k < points.length; k++) {
      double[] point = points[k];
      double sum = 0;
      for (int i = 0; i < y.length; i++) {
        double difference = y[i] - point[i];
        sum += difference * difference;
      }
      distances[k] = sum;
    }
    return distances;
  }

  private double[] whitened(double[] z) {
    double[] centred = new double[z.length];
    for (int i = 0; i < z.length; i++) {
      centred[i] = z[i] - centre[i];
    }
    return covariance.forward(centred);
  }
}
