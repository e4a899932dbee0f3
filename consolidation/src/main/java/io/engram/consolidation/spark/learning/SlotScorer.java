package io.engram.consolidation.spark.learning;

import io.engram.adapters.Head;
import io.engram.adapters.LabelSpace;
import io.engram.adapters.training.FeatureRow;
import io.engram.consolidation.learning.FeatureColumns;
import io.engram.consolidation.learning.SlotModel;
import io.engram.consolidation.learning.SlotScores;
import io.engram.consolidation.learning.TransRatePass;
import io.engram.consolidation.transferability.Leep;
import io.engram.consolidation.transferability.LeepCounts;
import io.engram.consolidation.transferability.LeepSum;
import io.engram.consolidation.transferability.TransRateCounts;
import io.engram.consolidation.transferability.TransRateOptions;
import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.spark.BackboneAddress;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Transferability of a task's rows to one slot, on executors: one encoding pass with the slot's
 * adapter, and aggregates of the plain pieces in {@code transferability}.
 */
final class SlotScorer implements SlotScores {
  private final JavaRDD<Row> rows;
  private final LabelSpace labels;
  private final BackboneAddress backbone;

  SlotScorer(Dataset<Row> rows, LabelSpace labels, BackboneAddress backbone) {
    this.rows = FeatureWindows.labelled(rows);
    this.labels = labels;
    this.backbone = backbone;
  }

  @Override
  public double[] leep(SlotModel slot) {
    JavaRDD<Theta> theta =
        rows.mapPartitions(new ThetaFunction(backbone, slot, labels))
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      LeepCounts[] counts =
          OrderedMerge.of(
                  theta.mapPartitions(new CountFunction(labels.size())), SlotScorer::mergeCounts)
              .orElseThrow();
      double[][][] conditionals = new double[counts.length][][];
      for (int h = 0; h < counts.length; h++) {
        conditionals[h] = counts[h].conditional();
      }
      LeepSum[] sums =
          OrderedMerge.of(theta.mapPartitions(new SumFunction(conditionals)), SlotScorer::mergeSums)
              .orElseThrow();
      double[] scores = new double[sums.length];
      for (int h = 0; h < scores.length; h++) {
        scores[h] = sums[h].score();
      }
      return scores;
    } finally {
      theta.unpersist();
    }
  }

  @Override
  public double transRate(SlotModel slot, long[] classCounts, TransRateOptions options, long seed) {
    return OrderedMerge.of(
            rows.mapPartitions(
                new MomentFunction(backbone, slot, labels, classCounts, options, seed)),
            TransRateCounts::merge)
        .orElseThrow()
        .score(options);
  }

  /** One row under every head of a slot. No record: Spark may write it to disk, by Kryo too. */
  private static final class Theta implements Serializable {
    private static final long serialVersionUID = 1L;
    private final int label;
    private final double[][] ofHeads;

    /**
     * @param ofHeads {@code [heads][classes]}
     */
    Theta(int label, double[][] ofHeads) {
      this.label = label;
      this.ofHeads = ofHeads;
    }
  }

  private record ThetaFunction(BackboneAddress backbone, SlotModel slot, LabelSpace labels)
      implements FlatMapFunction<Iterator<Row>, Theta> {
    @Override
    public Iterator<Theta> call(Iterator<Row> rows) {
      Backbone encoder = TaskLease.backbone(backbone);
      List<Head> heads = slot.readHeads();
      return FeatureWindows.map(
          rows,
          labels,
          new FeatureColumns(true, false, false),
          (window, features) -> thetas(slot.logits(encoder, heads, features), features));
    }

    private static List<Theta> thetas(float[][][] logits, List<FeatureRow> features) {
      List<Theta> out = new ArrayList<>(logits.length);
      for (int i = 0; i < logits.length; i++) {
        double[][] theta = new double[logits[i].length][];
        for (int h = 0; h < theta.length; h++) {
          theta[h] = Leep.probabilities(logits[i][h]);
        }
        out.add(new Theta(features.get(i).label(), theta));
      }
      return out;
    }
  }

  private record CountFunction(int classes)
      implements FlatMapFunction<Iterator<Theta>, LeepCounts[]> {
    @Override
    public Iterator<LeepCounts[]> call(Iterator<Theta> rows) {
      LeepCounts[] counts = null;
      while (rows.hasNext()) {
        Theta row = rows.next();
        if (counts == null) {
          counts = new LeepCounts[row.ofHeads.length];
          for (int h = 0; h < counts.length; h++) {
            counts[h] = new LeepCounts(classes, row.ofHeads[h].length);
          }
        }
        for (int h = 0; h < counts.length; h++) {
          counts[h].add(row.label, row.ofHeads[h]);
        }
      }
      return counts == null
          ? List.<LeepCounts[]>of().iterator()
          : List.<LeepCounts[]>of(counts).iterator();
    }
  }

  private record SumFunction(double[][][] conditionals)
      implements FlatMapFunction<Iterator<Theta>, LeepSum[]> {
    @Override
    public Iterator<LeepSum[]> call(Iterator<Theta> rows) {
      LeepSum[] sums = new LeepSum[conditionals.length];
      for (int h = 0; h < sums.length; h++) {
        sums[h] = new LeepSum(conditionals[h]);
      }
      while (rows.hasNext()) {
        Theta row = rows.next();
        for (int h = 0; h < sums.length; h++) {
          sums[h].add(row.label, row.ofHeads[h]);
        }
      }
      return List.<LeepSum[]>of(sums).iterator();
    }
  }

  private record MomentFunction(
      BackboneAddress backbone,
      SlotModel slot,
      LabelSpace labels,
      long[] classCounts,
      TransRateOptions options,
      long seed)
      implements FlatMapFunction<Iterator<Row>, TransRateCounts> {
    @Override
    public Iterator<TransRateCounts> call(Iterator<Row> rows) {
      Backbone encoder = TaskLease.backbone(backbone);
      TransRatePass pass = new TransRatePass(encoder.config().hidden(), classCounts, options, seed);
      Iterator<Boolean> done =
          FeatureWindows.map(
              rows,
              labels,
              new FeatureColumns(true, false, false),
              (window, features) -> {
                float[][] pooled = slot.pooled(encoder, features);
                List<Boolean> counted = new ArrayList<>(pooled.length);
                for (int i = 0; i < pooled.length; i++) {
                  pass.add(features.get(i), pooled[i]);
                  counted.add(true);
                }
                return counted;
              });
      while (done.hasNext()) {
        done.next();
      }
      return List.of(pass.counts()).iterator();
    }
  }

  private static LeepCounts[] mergeCounts(LeepCounts[] left, LeepCounts[] right) {
    for (int h = 0; h < left.length; h++) {
      left[h].merge(right[h]);
    }
    return left;
  }

  private static LeepSum[] mergeSums(LeepSum[] left, LeepSum[] right) {
    for (int h = 0; h < left.length; h++) {
      left[h].merge(right[h]);
    }
    return left;
  }
}
