package io.engram.consolidation.spark.learning;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function2;

/**
 * A reduce whose merges happen in the order of the partitions: sums of floats depend on it, and
 * Spark's own {@code reduce} merges what comes first. Executors do it all, so that one part and no
 * more counts against {@code spark.driver.maxResultSize}.
 */
final class OrderedMerge {
  private static final int FAN_IN = 4;

  private OrderedMerge() {}

  private record Part<T>(int index, T value) implements Serializable {}

  /**
   * @param parts at most one a partition; large
   * @return empty when no partition has any
   */
  static <T> Optional<T> of(JavaRDD<T> parts, Function2<T, T, T> merge) {
    JavaRDD<Part<T>> level = parts.mapPartitionsWithIndex(OrderedMerge::numbered, false);
    while (level.getNumPartitions() > 1) {
      int next = (level.getNumPartitions() + FAN_IN - 1) / FAN_IN;
      level =
          level
              .mapToPair(part -> new scala.Tuple2<>(part.index() / FAN_IN, part))
              .groupByKey(next)
              .map(group -> new Part<>(group._1(), merged(group._2(), merge)));
    }
    List<Part<T>> last = level.collect();
    return last.stream().map(Part::value).findFirst();
  }

  private static <T> Iterator<Part<T>> numbered(int index, Iterator<T> values) {
    return values.hasNext()
        ? List.of(new Part<>(index, values.next())).iterator()
        : List.<Part<T>>of().iterator();
  }

  private static <T> T merged(Iterable<Part<T>> parts, Function2<T, T, T> merge) throws Exception {
    List<Part<T>> inOrder = new ArrayList<>();
    parts.forEach(inOrder::add);
    inOrder.sort(Comparator.comparingInt(Part::index));
    T all = inOrder.get(0).value();
    for (Part<T> part : inOrder.subList(1, inOrder.size())) {
      all = merge.call(all, part.value());
    }
    return all;
  }
}
