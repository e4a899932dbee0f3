package io.engram.consolidation.closedform;

import io.engram.adapters.Head;
import io.engram.adapters.LabelSpace;
import io.engram.adapters.RandomFeatures;
import io.engram.consolidation.statistics.RidgeSums;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The heads of one method for each of its settings, and the one that the validation rows choose.
 *
 * @param method name of its strategy
 * @param settings of each head, in words
 * @param heads one for each setting
 * @param byDefault index of the head that is taken without validation rows
 * @param defaultScale factor on the logits of these heads that is expected before any row is seen
 */
public record ClosedFormGrid(
    String method, List<String> settings, List<Head> heads, int byDefault, double defaultScale) {
  private static final List<Double> SHRINKAGES =
      List.of(.001, .005, LinearDiscriminant.DEFAULT_SHRINKAGE, .05, .1, .2, .4, .8);
  // In units for each input, under a cap: the time of a solution grows with the cube of the width.
  private static final int[] UNITS = {2, 5};
  private static final int[] MOST_UNITS = {1000, 2000};
  private static final List<Double> RIDGES = List.of(1e-3, 1e-2, 1e-1, 1.0);
  private static final double DEFAULT_RIDGE = 1e-2;
  private static final long ROUTING_SEED = 0;
  // Ridge gives scores between 0 and 1, which a softmax takes for doubt.
  private static final double RIDGE_SCALE = 8;
  // Closed forms were never fitted to be sure: validation rows decide.
  private static final double SCALE_FACTOR = 4;

  public ClosedFormGrid {
    settings = List.copyOf(settings);
    heads = List.copyOf(heads);
  }

  /**
   * A head and how it was chosen.
   *
   * @param report the grid with what it reached
   */
  public record Chosen(Head head, ClosedFormReport report) {}

  /** Nearest class mean: nothing to choose. */
  public static ClosedFormGrid nearestMean(LabelSpace labels, ClassGaussians classes) {
    return new ClosedFormGrid(
        "nearest-mean",
        List.of("no setting"),
        List.of(LinearDiscriminant.head(labels, classes, 1, true)),
        0,
        1);
  }

  /** Linear discriminants over shrinkage. */
  public static ClosedFormGrid lda(LabelSpace labels, ClassGaussians classes, boolean equalPriors) {
    return new ClosedFormGrid(
        "lda",
        SHRINKAGES.stream().map(shrinkage -> "shrinkage " + shrinkage).toList(),
        SHRINKAGES.stream()
            .map(shrinkage -> LinearDiscriminant.head(labels, classes, shrinkage, equalPriors))
            .toList(),
        SHRINKAGES.indexOf(LinearDiscriminant.DEFAULT_SHRINKAGE),
        1);
  }

  /** Shrinkage of a head of {@link #lda}. */
  public static double shrinkage(ClosedFormReport report) {
    return SHRINKAGES.get(report.chosen());
  }

  /** The features whose sums {@link #ranpac} needs: the widest of the grid. */
  public static RandomFeatures features(long seed, int hidden) {
    return new RandomFeatures(seed, hidden, width(UNITS.length - 1, hidden));
  }

  /**
   * Ridge on random features over width and ridge.
   *
   * @param features as {@link #features} gives them
   * @param sums over the rows, of these features
   */
  public static ClosedFormGrid ranpac(LabelSpace labels, RandomFeatures features, RidgeSums sums) {
    List<String> settings = new ArrayList<>();
    List<Head> heads = new ArrayList<>();
    for (int w = 0; w < UNITS.length; w++) {
      int width = width(w, features.inputs());
      RidgeSums narrow = sums.first(width);
      for (double ridge : RIDGES) {
        settings.add("width " + width + ", ridge " + ridge);
        heads.add(RandomFeatureRidge.head(labels, features.first(width), narrow, ridge));
      }
    }
    int widest = (UNITS.length - 1) * RIDGES.size();
    return new ClosedFormGrid(
        "ranpac", settings, heads, widest + RIDGES.indexOf(DEFAULT_RIDGE), RIDGE_SCALE);
  }

  /**
   * The features of routers: one seed for every task, whatever the seed of its run, so that the
   * sums of tasks can be added.
   */
  public static RandomFeatures routing(int hidden) {
    return features(ROUTING_SEED, hidden);
  }

  private static int width(int choice, int hidden) {
    return Math.min(UNITS[choice] * hidden, MOST_UNITS[choice]);
  }

  /**
   * The best head, made as sure as it should be.
   *
   * @param validate how contenders do on validation rows
   */
  public Chosen choose(Function<List<Contender>, ContenderCounts> validate) {
    ContenderCounts counts = validate.apply(heads.stream().map(Contender::frozen).toList());
    boolean blind = counts.rows() == 0;
    int best = blind ? byDefault : counts.best();
    double scale = counts.scale(best, defaultScale, SCALE_FACTOR);
    List<ClosedFormReport.Point> points = new ArrayList<>();
    for (int i = 0; i < heads.size(); i++) {
      points.add(new ClosedFormReport.Point(settings.get(i), counts.accuracy(i), counts.loss(i)));
    }
    return new Chosen(
        heads.get(best).scaled(scale),
        new ClosedFormReport(method, points, best, scale, counts.rows()));
  }
}
