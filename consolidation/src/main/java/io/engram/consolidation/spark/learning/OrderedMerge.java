package io.engram.consolidation.spark.learning;

import io.engram.transformers.spark.JavaBytes;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function2;
import scala.Tuple2;

/**
 * A reduce whose merges happen in the order of the partitions: sums of floats depend on it, and
 * Spark's own {@code reduce} merges what comes first. Executors do it all, so that one part and no
 * more counts against {@code spark.driver.maxResultSize}.
 */
final class OrderedMerge {
  private static final int FAN_IN = 4;

  private OrderedMerge() {}

  /**
   * @param parts at most one a partition; large
   * @return empty when no partition has any
   */
  static <T extends Serializable> Optional<T> of(JavaRDD<T> parts, Function2<T, T, T> merge) {
    JavaPairRDD<Integer, byte[]> level =
        parts.mapPartitionsWithIndex(OrderedMerge::numbered, false).mapToPair(part -> part);
    while (level.getNumPartitions() > 1) {
      int next = (level.getNumPartitions() + FAN_IN - 1) / FAN_IN;
      level =
          level
              .mapToPair(part -> new Tuple2<>(part._1() / FAN_IN, part))
              .groupByKey(next)
              .mapValues(group -> merged(group, merge));
    }
    List<Tuple2<Integer, byte[]>> last = level.collect();
    return last.stream().findFirst().map(part -> JavaBytes.read(part._2()));
  }

  private static <T extends Serializable> Iterator<Tuple2<Integer, byte[]>> numbered(
      int index, Iterator<T> values) {
    List<Tuple2<Integer, byte[]>> part = new ArrayList<>();
    if (values.hasNext()) {
      part.add(new Tuple2<>(index, JavaBytes.of(values.next())));
    }
    return part.iterator();
  }

  private static <T extends Serializable> byte[] merged(
      Iterable<Tuple2<Integer, byte[]>> parts, Function2<T, T, T> merge) throws Exception {
    List<Tuple2<Integer, byte[]>> inOrder = new ArrayList<>();
    parts.forEach(inOrder::add);
    inOrder.sort(Comparator.comparingInt(Tuple2::_1));
    T all = JavaBytes.read(inOrder.get(0)._2());
    for (Tuple2<Integer, byte[]> part : inOrder.subList(1, inOrder.size())) {
      all = merge.call(all, JavaBytes.read(part._2()));
    }
    return JavaBytes.of(all);
  }
}
