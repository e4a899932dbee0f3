package io.engram.jobs.report.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.engram.consolidation.benchmark.BenchmarkRun;
import io.engram.consolidation.benchmark.BenchmarkRun.MethodFacts;
import io.engram.consolidation.benchmark.Cell;
import io.engram.consolidation.benchmark.CellKey;
import io.engram.consolidation.evaluation.AccuracyMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class VerdictTest {
  private final List<MethodFacts> methods = new ArrayList<>();
  private final List<Cell> cells = new ArrayList<>();

  @Test
  void simplestOfThoseThatCannotBeToldFromTheBestIsNamed() {
    method("large", 9, 0.80, 0.84, 0.82);
    method("small", 1, 0.81, 0.83, 0.81);
    method("poor", 0, 0.70, 0.73, 0.72);
    Verdict verdict = verdict(3);
    assertThat(verdict.best()).isEqualTo("large");
    assertThat(verdict.asGood()).containsOnlyKeys("small");
    assertThat(verdict.simplest()).isEqualTo("small");
  }

  @Test
  void cellsArePairedSoThatASmallSteadyDifferenceIsSeen() {
    method("large", 9, 0.700, 0.800, 0.900);
    method("small", 1, 0.696, 0.795, 0.897);
    Verdict verdict = verdict(3);
    assertThat(verdict.asGood()).isEmpty();
    assertThat(verdict.simplest()).isEqualTo("large");
  }

  @Test
  void noiseOfFewCellsDoesNotMakeAPoorMethodAsGood() {
    method("large", 9, 0.90, 0.80);
    method("noisy", 1, 0.75, 0.80);
    assertThat(verdict(2).asGood()).isEmpty();
  }

  @Test
  void methodsAreComparedOverTheCellsThatMostOfThemHave() {
    method("large", 9, 0.80, 0.82, 0.81);
    method("small", 1, 0.75, 0.77, 0.76);
    method("begun", 1, 0.99);
    Verdict before = verdict(3);
    assertThat(before.cells()).isEqualTo(3);
    assertThat(before.best()).isEqualTo("large");
    assertThat(before.behind()).containsOnlyKeys("small");
    method("more", 9, 0.70, 0.72, 0.71, 0.99);
    Verdict after = verdict(4);
    assertThat(after.cells()).as("one method with one seed more").isEqualTo(3);
    assertThat(after.best()).isEqualTo("large");
    assertThat(after.behind().get("small")).isEqualTo(before.behind().get("small"));
    assertThat(after.behind().get("more").mean()).isCloseTo(0.1, within(1e-12));
  }

  @Test
  void oneCellIsNotEnough() {
    method("large", 9, 0.80);
    assertThat(verdict(1)).isNull();
  }

  @Test
  void aReferenceIsNeverTheBest() {
    method("small", 1, 0.70, 0.71);
    method("all-data", 3, 0.90, 0.91);
    methods.set(1, new MethodFacts("all-data", "all-data", 3, true));
    assertThat(verdict(2).best()).isEqualTo("small");
  }

  private void method(String name, int complexity, double... accuracies) {
    methods.add(new MethodFacts(name, name, complexity, false));
    for (int seed = 0; seed < accuracies.length; seed++) {
      AccuracyMatrix matrix = AccuracyMatrix.of(new double[][] {{accuracies[seed]}});
      cells.add(
          new Cell(
              new CellKey(name, seed, 0),
              matrix,
              List.of(),
              List.of(),
              null,
              null,
              List.of(),
              null,
              null,
              null));
    }
  }

  private Verdict verdict(int seeds) {
    BenchmarkRun run =
        new BenchmarkRun(
            "made-up",
            "",
            List.of(),
            methods,
            LongStream.range(0, seeds).boxed().toList(),
            1,
            new TreeMap<>(),
            cells);
    return BenchmarkSummary.of(run).verdict();
  }

  @Test
  void whatIsMissingIsNamedCellByCell() {
    BenchmarkRun run = SampleRun.of(SampleRun.tasks(List.of("a", "b")), SampleMethod.ALL, 2, 2);
    BenchmarkRun part = SampleRun.with(run, run.cells().subList(0, 41));
    List<CellKey> expected =
        IntStream.range(41, 44).mapToObj(i -> run.cells().get(i).key()).toList();
    assertThat(BenchmarkSummary.of(part).missing()).isEqualTo(expected);
    assertThat(BenchmarkSummary.of(run).missing()).isEmpty();
  }
}
