package io.engram.consolidation.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TaskOrderTest {
  private static List<List<Integer>> orders(int tasks, int count) {
    List<Integer> all = IntStream.range(0, tasks).boxed().toList();
    return IntStream.range(0, count).mapToObj(order -> TaskOrder.of(all, order)).toList();
  }

  @Test
  void ordersOfFewTasksAreAllDifferent() {
    assertThat(orders(2, 2)).containsExactly(List.of(0, 1), List.of(1, 0));
    assertThat(orders(3, 6)).doesNotHaveDuplicates();
    assertThat(orders(4, 24)).doesNotHaveDuplicates();
  }

  @Test
  void anOrderHasEveryTaskOnceAndIsTheSameEverywhere() {
    assertThat(TaskOrder.of(List.of(0, 1, 2, 3, 4, 5, 6), 2))
        .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6)
        .isEqualTo(TaskOrder.of(List.of(0, 1, 2, 3, 4, 5, 6), 2))
        .isEqualTo(List.of(2, 1, 3, 4, 6, 0, 5));
  }

  @Test
  void twoTasksHaveNoThirdOrder() {
    assertThat(TaskOrder.most(2)).isEqualTo(2);
    assertThat(TaskOrder.most(40)).isEqualTo(Integer.MAX_VALUE);
    assertThatThrownBy(() -> TaskOrder.of(List.of("a", "b"), 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 tasks have 2 orders, no number 2");
  }
}
