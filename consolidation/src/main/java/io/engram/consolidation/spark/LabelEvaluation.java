package io.engram.consolidation.spark;

import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.engram.consolidation.evaluation.LabelMetrics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How well a model tells the labels of the rows of a table, counted on executors: what comes to the
 * driver is one row a label.
 */
public final class LabelEvaluation {
  private static final String SAID = "engramLabels";
  private static final String PROBABILITIES = "engramLabelProbabilities";
  private static final String LABEL = "label";
  private static final String PROBABILITY = "probability";
  private static final String PRESENT = "present";
  private static final double HALF = 0.5;

  private LabelEvaluation() {}

  /**
   * @param corrected for the shares of the labels
   * @param uncorrected with a label said where its balanced task says it; the ranking is the same
   */
  public record Outcome(LabelMetrics corrected, LabelMetrics uncorrected) {}

  /**
   * @param model with the columns of the table; what it answers is set here
   * @param table rows; scored once
   * @param labels column of the labels that each row has, an array
   */
  public static Outcome of(
      ContinualClassifierModel model, Dataset<Row> table, String labels, ScoringCounters counters) {
    Map<String, Double> limits = new HashMap<>();
    model
        .labels()
        .values()
        .forEach(question -> limits.put(question.label(), question.corrected(HALF)));
    Dataset<Row> scored =
        model
            .setAllTasks("labels")
            .setLabelsCol(SAID)
            .setLabelProbabilitiesCol(PROBABILITIES)
            .score(table, counters);
    // One row a label and distinct probability: equal ones count together.
    Dataset<Row> ranked =
        scored
            .where(col(PROBABILITIES).isNotNull())
            .select(
                col(labels).as("truth"),
                explode(col(PROBABILITIES)).as(new String[] {LABEL, PROBABILITY}))
            .select(
                col(LABEL),
                col(PROBABILITY),
                array_contains(col("truth"), col(LABEL)).cast("long").as(PRESENT))
            .groupBy(LABEL, PROBABILITY)
            .agg(count(lit(1)).as("rows"), sum(PRESENT).as(PRESENT))
            .repartition(col(LABEL))
            .sortWithinPartitions(col(LABEL), col(PROBABILITY).desc());
    List<Row> counted =
        ranked
            .mapPartitions(new LabelCounting(Map.copyOf(limits)), LabelCounting.ENCODER)
            .collectAsList();
    SortedMap<String, LabelMetrics.Label> corrected = new TreeMap<>();
    SortedMap<String, LabelMetrics.Label> uncorrected = new TreeMap<>();
    for (Row row : counted) {
      corrected.put(row.getString(0), LabelCounting.label(row, true));
      uncorrected.put(row.getString(0), LabelCounting.label(row, false));
    }
    return new Outcome(new LabelMetrics(corrected), new LabelMetrics(uncorrected));
  }
}
