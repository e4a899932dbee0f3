package io.engram.jobs.report.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.engram.consolidation.benchmark.BenchmarkRun;
import io.engram.consolidation.benchmark.Cell;
import io.engram.consolidation.evaluation.ContinualMetrics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchmarkPageTest {
  private static final BenchmarkRun RUN = SampleRun.wordnet();

  @Test
  void figuresOfTheSummaryAreMeansOverTheCells() {
    MethodSummary summary = BenchmarkSummary.of(RUN).methods().get(4);
    List<Cell> cells =
        RUN.cells().stream().filter(cell -> cell.key().method().equals("finetune")).toList();
    assertThat(summary.facts().name()).isEqualTo("finetune");
    assertThat(summary.cells()).isEqualTo(9);
    assertThat(summary.forgetting().mean())
        .isCloseTo(
            cells.stream()
                .mapToDouble(cell -> ContinualMetrics.of(cell.matrix()).forgetting())
                .average()
                .orElseThrow(),
            within(1e-12));
    assertThat(summary.routedAccuracy().isEmpty()).isTrue();
    MethodSummary ada = BenchmarkSummary.of(RUN).methods().get(9);
    assertThat(ada.routing().mean()).isBetween(0.84, 0.89);
    assertThat(ada.routedAccuracy().mean()).isLessThan(ada.routing().mean());
    assertThat(ada.directAccuracy().mean()).isCloseTo(0.8 * ada.routing().mean(), within(0.01));
    assertThat(summary.parametersServed().mean())
        .isEqualTo(cells.get(0).costs().get(20).parametersServed());
  }

  @Test
  void curvesEndAtTheFiguresOfTheTable() throws IOException {
    BenchmarkSummary summary = BenchmarkSummary.of(RUN);
    JsonNode methods = data(RUN).get("methods");
    for (int i = 0; i < methods.size(); i++) {
      JsonNode curve = methods.get(i).get("curves").get("accuracy");
      assertThat(curve.get(20).asDouble())
          .isCloseTo(summary.methods().get(i).accuracy().mean(), within(1e-4));
      assertThat(methods.get(i).get("accuracy")).isEqualTo(curve.get(20));
    }
  }

  @Test
  void aRunThatWasStoppedSaysWhatIsMissing() {
    String page = page(SampleRun.with(RUN, RUN.cells().subList(0, 61)));
    assertThat(page)
        .contains("This run is not finished", "38 of 99 cells")
        .contains("<li>replay: seed 18 order 2, seed 19 order 2</li>");
    assertThat(page(RUN)).doesNotContain("This run is not finished");
  }

  @Test
  void sameRunGivesTheSameBytes() {
    BenchmarkRun again = SampleRun.wordnet();
    assertThat(BenchmarkPage.html(RUN, SampleRows.pictures(RUN)))
        .isEqualTo(BenchmarkPage.html(again, SampleRows.pictures(again)));
  }

  @Test
  void dataAndScriptsCannotEndTheirElement() throws IOException {
    String name = "</script><!--<b>";
    BenchmarkRun run =
        SampleRun.of(SampleRun.tasks(List.of(name)), SampleMethod.ALL.subList(0, 1), 1, 1);
    assertThat(PageData.of(run, BenchmarkSummary.of(run), SampleRows.texts(run)).json())
        .doesNotContain("<");
    assertThat(data(run).get("tasks").get(0).asText()).isEqualTo(name);
    assertThat(PageParts.insideScript("a = '</Script>' + '<!--'"))
        .isEqualTo("a = '<\\/Script>' + '<\\!--'");
  }

  private static String page(BenchmarkRun run) {
    return new String(BenchmarkPage.html(run, SampleRows.texts(run)), StandardCharsets.UTF_8);
  }

  private static JsonNode data(BenchmarkRun run) throws IOException {
    return new ObjectMapper()
        .readTree(PageData.of(run, BenchmarkSummary.of(run), SampleRows.texts(run)).json());
  }
}
