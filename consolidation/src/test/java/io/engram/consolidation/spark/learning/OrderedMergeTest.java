package io.engram.consolidation.spark.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.transformers.spark.SparkTest;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderedMergeTest extends SparkTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 5, 23})
  void partsAreMergedInTheOrderOfTheirPartitionsAndEmptyOnesLeftOut(int partitions) {
    List<Integer> numbers = IntStream.range(0, 23).boxed().toList();
    JavaRDD<String> parts =
        JavaSparkContext.fromSparkContext(spark().sparkContext())
            .parallelize(numbers, partitions)
            .mapPartitions(
                rows -> {
                  StringBuilder text = new StringBuilder();
                  rows.forEachRemaining(n -> text.append(n % 7 == 3 ? "" : n + " "));
                  return text.isEmpty()
                      ? List.<String>of().iterator()
                      : List.of(text.toString()).iterator();
                });
    String expected =
        numbers.stream().filter(n -> n % 7 != 3).map(n -> n + " ").reduce("", String::concat);
    assertThat(OrderedMerge.of(parts, String::concat)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 9})
  void nothingMergesToNothing(int partitions) {
    JavaRDD<String> none =
        JavaSparkContext.fromSparkContext(spark().sparkContext())
            .parallelize(List.of(), partitions);
    assertThat(OrderedMerge.of(none, String::concat)).isEmpty();
  }

  @Test
  void theDriverMergesNothingAndGetsOnePart() {
    JavaRDD<String> parts =
        JavaSparkContext.fromSparkContext(spark().sparkContext())
            .parallelize(List.of("a", "b", "c"), 3);
    assertThat(
            OrderedMerge.of(
                parts,
                (left, right) -> {
                  assertThat(TaskContext.get()).as("a merge outside of executors").isNotNull();
                  return left + right;
                }))
        .contains("abc");
  }
}
