package io.engram.consolidation.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.engram.consolidation.evaluation.LabelMetrics.Label;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LabelMetricsTest {
  private static final double EXACT = 1e-12;

  private static LabelCounts count(double[] scores, boolean[] present) {
    LabelCounts counts = LabelCounts.NONE;
    for (int i = 0; i < scores.length; i++) {
      counts = counts.with(present[i], scores[i] > 0.5);
    }
    return counts;
  }

  @Test
  void everyFigureIsThatOfScikitLearn() throws IOException {
    JsonNode golden =
        new ObjectMapper().readTree(LabelMetricsTest.class.getResource("/golden/labels.json"));
    int rows = golden.get("scores").size();
    int labels = golden.get("f1").size();
    assertThat(rows).isEqualTo(60);
    SortedMap<String, Label> found = new TreeMap<>();
    for (int label = 0; label < labels; label++) {
      double[] scores = new double[rows];
      boolean[] present = new boolean[rows];
      for (int row = 0; row < rows; row++) {
        scores[row] = golden.get("scores").get(row).get(label).asDouble();
        present[row] = golden.get("present").get(row).get(label).asInt() == 1;
      }
      LabelCounts counts = count(scores, present);
      Double precision = AveragePrecision.of(scores, present);
      assertThat(counts.f1()).isCloseTo(golden.get("f1").get(label).asDouble(), within(EXACT));
      assertThat(precision)
          .isCloseTo(golden.get("averagePrecision").get(label).asDouble(), within(EXACT));
      found.put("label-" + label, new Label(counts, precision));
    }
    LabelMetrics metrics = new LabelMetrics(found);
    assertThat(metrics.microF1()).isCloseTo(golden.get("microF1").asDouble(), within(EXACT));
    assertThat(metrics.macroF1()).isCloseTo(golden.get("macroF1").asDouble(), within(EXACT));
    assertThat(metrics.macroAveragePrecision())
        .isCloseTo(golden.get("macroAveragePrecision").asDouble(), within(EXACT));
  }

  @Test
  void rowsOfOneScoreCountTogetherWhateverTheirOrder() {
    double[] scores = {0.9, 0.5, 0.5, 0.1};
    assertThat(AveragePrecision.of(scores, new boolean[] {false, true, false, true}))
        .isEqualTo(AveragePrecision.of(scores, new boolean[] {false, false, true, true}))
        .isCloseTo((1 / 3.0 + 2 / 4.0) / 2, within(EXACT));
    assertThat(AveragePrecision.of(scores, new boolean[] {true, false, false, false})).isOne();
  }

  @Test
  void aLabelThatNoRowHasHasNoAveragePrecisionAndNoF1() {
    boolean[] none = new boolean[2];
    Double precision = AveragePrecision.of(new double[] {0.9, 0.1}, none);
    assertThat(precision).isNull();
    SortedMap<String, Label> labels = new TreeMap<>();
    labels.put("absent", new Label(new LabelCounts(0, 1, 0), precision));
    assertThat(new LabelMetrics(labels).macroAveragePrecision()).isNull();
    labels.put("there", new Label(new LabelCounts(1, 0, 0), 1.0));
    LabelMetrics metrics = new LabelMetrics(labels);
    assertThat(metrics.macroAveragePrecision()).isOne();
    assertThat(metrics.macroF1()).isEqualTo(0.5);
    assertThat(metrics.microF1()).isCloseTo(2 / 3.0, within(EXACT));
    assertThat(LabelCounts.NONE.f1()).isZero();
    assertThat(LabelCounts.NONE.precision()).isNull();
    assertThat(LabelCounts.NONE.recall()).isNull();
  }

  @Test
  void whatCannotBeCountedIsRefused() {
    assertThatThrownBy(() -> new LabelCounts(-1, 0, 0)).hasMessageContaining("got -1, 0 and 0");
    assertThatThrownBy(() -> AveragePrecision.of(new double[2], new boolean[3]))
        .hasMessageContaining("2 scores of 3 rows");
    assertThatThrownBy(() -> new AveragePrecision().add(1, 2)).hasMessageContaining("2 of 1 rows");
  }
}
