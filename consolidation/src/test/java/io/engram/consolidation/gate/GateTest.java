package io.engram.consolidation.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.consolidation.evaluation.AccuracyMatrix;
import io.engram.consolidation.gate.GateFinding.Check;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {
  private static final GateRules BOTH = new GateRules(0.8, 0.02, true);

  /** Production is version 2 with tasks a (0.9) and b (0.7); moved 4 times. */
  private static Production production(String... learntSince) {
    AccuracyMatrix matrix =
        AccuracyMatrix.empty().after("a", Map.of("a", 0.95)).after("b", Map.of("a", 0.9, "b", 0.7));
    return new Production(2, 4, matrix, Set.of(learntSince));
  }

  private static AccuracyMatrix after(String task, Double a, Double b, Double added) {
    Map<String, Double> row = new HashMap<>();
    row.put("a", a);
    row.put("b", b);
    row.put(task, added);
    return production().matrix().after(task, row);
  }

  private static GateVerdict judge(AccuracyMatrix matrix, String... learntSince) {
    return Gate.judge(BOTH, production(learntSince), matrix);
  }

  @Test
  void goodNewTaskAndSmallLossPassAndSayWhatWasCompared() {
    GateVerdict verdict = judge(after("c", 0.89, 0.72, 0.85), "c");
    assertThat(verdict.passed()).isTrue();
    assertThat(verdict.production()).isEqualTo(2);
    assertThat(verdict.move()).isEqualTo(4);
    assertThat(verdict.findings())
        .extracting(GateFinding::task, GateFinding::check)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("a", Check.CEILING),
            org.assertj.core.groups.Tuple.tuple("b", Check.CEILING),
            org.assertj.core.groups.Tuple.tuple("c", Check.FLOOR));
    assertThat(verdict.reason()).isEqualTo("all 3 comparisons kept their rule, production 2");
  }

  @Test
  void aLimitThatIsMetExactlyIsKeptDespiteRounding() {
    assertThat(0.9 - 0.88).as("a difference that is not exact").isGreaterThan(0.02);
    assertThat(judge(after("c", 0.88, 0.7, 0.8), "c").passed()).isTrue();
    assertThat(judge(after("c", 0.8799, 0.7, 0.8), "c").passed()).isFalse();
    assertThat(judge(after("c", 0.88, 0.7, 0.7999), "c").passed()).isFalse();
  }

  @Test
  void everyRuleThatIsNotKeptIsNamedWithItsValues() {
    GateVerdict verdict = judge(after("c", 0.8, 0.7, 0.5), "c");
    assertThat(verdict.passed()).isFalse();
    assertThat(verdict.reason())
        .isEqualTo(
            "task a loses 10.00 points (90.00 % in production, 80.00 % now), at most 2.00 points"
                + " are allowed; task c has an accuracy of 50.00 %, below the 80.00 % asked for");
  }

  @Test
  void lossCountsAgainstProductionNotAgainstTheBestEver() {
    assertThat(judge(after("c", 0.9, 0.7, 0.9), "c").passed()).isTrue();
  }

  @Test
  void withoutProductionThereIsNothingToLoseAndEveryTaskIsNew() {
    AccuracyMatrix matrix = after("c", 0.1, 0.85, 0.9);
    GateVerdict verdict = Gate.judge(BOTH, Production.none(), matrix);
    assertThat(verdict.refusals()).extracting(GateFinding::task).containsExactly("a");
    assertThat(Gate.judge(new GateRules(null, 0.0, true), Production.none(), matrix).findings())
        .isEmpty();
  }

  @Test
  void aTaskThatWasKeptOutDoesNotSlipInWithTheNext() {
    AccuracyMatrix bad = after("c", 0.9, 0.7, 0.3);
    AccuracyMatrix next = bad.after("d", Map.of("a", 0.9, "b", 0.7, "c", 0.3, "d", 0.95));
    GateVerdict verdict = judge(next, "c", "d");
    assertThat(verdict.refusals()).extracting(GateFinding::task).containsExactly("c");
  }

  @Test
  void aTaskThatWasReplacedIsHeldToTheFloorNotToItsOldAccuracy() {
    AccuracyMatrix replaced = production().matrix().after("b", Map.of("a", 0.9, "b", 0.6));
    GateVerdict verdict = judge(replaced, "b");
    assertThat(verdict.refusals())
        .extracting(GateFinding::task, GateFinding::check)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("b", Check.FLOOR));
    assertThat(Gate.judge(new GateRules(null, 0.02, true), production("b"), replaced).passed())
        .isTrue();
  }

  @Test
  void aTaskThatWasErasedMeanwhileIsHeldToNothing() {
    AccuracyMatrix without =
        AccuracyMatrix.empty().after("b", Map.of("b", 0.7)).after("c", Map.of("b", 0.7, "c", 0.9));
    GateVerdict verdict = judge(without, "c");
    assertThat(verdict.passed()).isTrue();
    assertThat(verdict.findings()).extracting(GateFinding::task).containsExactly("b", "c");
  }

  @Test
  void aNewTaskThatWasNotMeasuredDoesNotReachAFloor() {
    GateVerdict verdict = judge(after("c", 0.9, 0.7, null), "c");
    assertThat(verdict.passed()).isFalse();
    assertThat(verdict.reason()).contains("task c was not measured", "80.00 %", "test");
  }

  @Test
  void anOldTaskThatCanNoLongerBeMeasuredIsRefusedOnceAndNotAskedAfterItWasAccepted() {
    AccuracyMatrix unmeasured = after("c", null, 0.7, 0.9);
    GateVerdict verdict = judge(unmeasured, "c");
    assertThat(verdict.passed()).isFalse();
    assertThat(verdict.reason()).contains("task a was 90.00 %", "cannot be measured");

    Production accepted = new Production(3, 5, unmeasured, Set.of("d"));
    AccuracyMatrix next = unmeasured.after("d", Map.of("b", 0.7, "c", 0.9, "d", 0.9));
    assertThat(Gate.judge(BOTH, accepted, next).passed()).isTrue();
  }

  @Test
  void withoutARuleEverythingPassesAndNothingIsCompared() {
    GateVerdict verdict =
        Gate.judge(new GateRules(null, null, true), production(), after("c", 0.0, 0.0, 0.0));
    assertThat(verdict.passed()).isTrue();
    assertThat(verdict.reason()).isEqualTo("no rule to keep, production 2");
    assertThat(GateRules.NONE.asked()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, -0.01, 1.01, 80, Double.POSITIVE_INFINITY})
  void aLimitThatIsNoShareIsRefusedWithItsValue(double value) {
    assertThatThrownBy(() -> new GateRules(value, null, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("minAccuracy must be between 0 and 1, got " + value);
    assertThatThrownBy(() -> new GateRules(null, value, true))
        .hasMessageContaining("maxForgetting");
  }

  @Test
  void anAccuracyThatIsNaNNeverReachesTheGate() {
    assertThatThrownBy(() -> after("c", Double.NaN, 0.7, 0.9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("accuracy of task a");
  }

  @Test
  void aVerdictThatContradictsItsFindingsIsRefused() {
    List<GateFinding> bad = judge(after("c", 0.0, 0.7, 0.9), "c").findings();
    assertThatThrownBy(() -> new GateVerdict(true, BOTH, 2, 4, bad))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
