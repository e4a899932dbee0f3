package io.engram.consolidation.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.engram.adapters.LabelSpace;
import io.engram.adapters.prediction.Prediction;
import java.util.List;
import org.junit.jupiter.api.Test;

class CellCalibrationTest {
  private static final LabelSpace LABELS = new LabelSpace(List.of("a", "b", "c"));

  private static Prediction answer(double temperature, float... logits) {
    float[] served = logits.clone();
    for (int i = 0; i < served.length; i++) {
      served[i] /= (float) temperature;
    }
    return Prediction.of("task", LABELS, served, false);
  }

  @Test
  void whatIsServedIsComparedWithWhatTheTemperatureWasTakenFrom() {
    double temperature = .25;
    CellCalibration.Counts tempered = new CellCalibration.Counts(temperature);
    CellCalibration.Counts plain = new CellCalibration.Counts(1);
    float[][] rows = {{1, 0, .5f}, {.2f, .9f, -1}, {0, 0, 2}, {3, 1, 0}};
    int[] labels = {0, 1, 0, 0};
    for (int i = 0; i < rows.length; i++) {
      tempered.add(answer(temperature, rows[i]), labels[i]);
      plain.add(answer(1, rows[i]), labels[i]);
    }
    CellCalibration with = CellCalibration.of(List.of(tempered));
    CellCalibration without = CellCalibration.of(List.of(plain));
    assertThat(with.untempered()).isCloseTo(without.error(), within(1e-6));
    assertThat(without.untempered()).isCloseTo(without.error(), within(1e-6));
    assertThat(with.error()).isNotCloseTo(with.untempered(), within(1e-3));
  }

  @Test
  void aClassOfNoProbabilityAtAllStaysSo() {
    CellCalibration.Counts counts = new CellCalibration.Counts(2);
    counts.add(Prediction.of("task", LABELS, new float[] {0, 1000, 0}, false), 1);
    CellCalibration calibration = CellCalibration.of(List.of(counts));
    assertThat(calibration.error()).isZero();
    assertThat(calibration.untempered()).isZero();
  }

  @Test
  void withoutTestRowsThereIsNothingToSay() {
    assertThat(CellCalibration.of(List.of())).isEqualTo(new CellCalibration(null, null));
  }
}
