package io.engram.consolidation.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.adapters.Head;
import io.engram.adapters.LabelSpace;
import io.engram.adapters.prediction.PredictorOptions;
import io.engram.adapters.prediction.RowRouter;
import io.engram.adapters.prediction.ServingModel;
import io.engram.adapters.prediction.ServingModel.ServedTask;
import io.engram.adapters.prediction.TaskPredictor;
import io.engram.adapters.training.FeatureRow;
import io.engram.transformers.backbone.BertEncoder;
import io.engram.transformers.backbone.TinyBackbone;
import io.engram.transformers.weights.FloatTensor;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RoutedAccuracyTest {
  private static final LabelSpace LABELS = new LabelSpace(List.of("no", "yes"));

  /** Says yes where the given feature is positive. */
  private static ServedTask task(int hidden, int feature) {
    float[] weight = new float[2 * hidden];
    weight[hidden + feature] = 1;
    return new ServedTask(
        ServingModel.IDENTITY_SLOT,
        new Head(LABELS, FloatTensor.matrix(2, hidden, weight), FloatTensor.vector(0, 0)));
  }

  private static FeatureRow row(int hidden, int label, float... first) {
    float[] pooled = new float[hidden];
    System.arraycopy(first, 0, pooled, 0, first.length);
    return new FeatureRow("row", label, 1, new float[0], pooled, new float[0]);
  }

  @Test
  void tellsTheTrueIdTheRoutingTheRoutedClassAndTheDirectClassApart() {
    try (BertEncoder backbone = TinyBackbone.create(3)) {
      int hidden = backbone.config().hidden();
      ServingModel model =
          new ServingModel(
              1,
              List.of(),
              new TreeMap<>(Map.of("left", task(hidden, 0), "right", task(hidden, 1))));
      // The third feature says the task, the fourth the class that the router believes in.
      RowRouter router =
          pooled ->
              new RowRouter.Route(
                  pooled[2] > 0 ? "right" : "left", pooled[3] > 0 ? "yes" : "no", 1, 0);
      try (TaskPredictor predictor =
          new TaskPredictor(backbone, null, model, PredictorOptions.defaults(), () -> router)) {
        RoutedAccuracy left =
            RoutedAccuracy.of(
                predictor,
                "left",
                List.of(
                    row(hidden, 1, 1, 0, -1, 1),
                    row(hidden, 1, 1, 0, -1, -1),
                    row(hidden, 1, 1, 1, 1, 1),
                    row(hidden, 0, 1, 0, -1, -1)));
        assertThat(left).isEqualTo(new RoutedAccuracy(4, 3, 3, 2, 2));
        RoutedAccuracy both = left.merge(new RoutedAccuracy(4, 4, 4, 4, 4));
        assertThat(both.trueIdAccuracy()).isEqualTo(7 / 8.0);
        assertThat(both.routingAccuracy()).isEqualTo(7 / 8.0);
        assertThat(both.routedAccuracy()).isEqualTo(6 / 8.0);
        assertThat(both.directAccuracy()).isEqualTo(6 / 8.0);
        assertThat(RoutedAccuracy.NONE.routedAccuracy()).isNaN();
      }
    }
  }
}
