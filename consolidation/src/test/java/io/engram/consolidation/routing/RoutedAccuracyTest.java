package io.engram.consolidation.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.adapters.LabelSpace;
import io.engram.adapters.prediction.Prediction;
import io.engram.adapters.prediction.RowRouter.Route;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoutedAccuracyTest {
  private static final LabelSpace LABELS = new LabelSpace(List.of("no", "yes"));

  /** The row's own task is "left". */
  private static RoutedAccuracy row(double yes, String task, double routersYes, int label) {
    Prediction asked =
        Prediction.of("left", LABELS, new float[] {0, (float) Math.log(yes / (1 - yes))}, false);
    float[] classes = {(float) (1 - routersYes), (float) routersYes};
    return RoutedAccuracy.of(
        asked, new Route(task, routersYes > .5 ? "yes" : "no", classes, 1, 0), LABELS, label);
  }

  @Test
  void aRowThatIsRoutedHomeIsClassedByBothAndTheRouterCountsHalf() {
    // Odds of the head, and the root of the router's: 9 and 1/2, 2/3 and 2, 3/2 and 1/3, 3/2 and
    // 0.7.
    assertThat(row(.9, "left", .2, 1)).isEqualTo(new RoutedAccuracy(1, 1, 1, 1, 0));
    assertThat(row(.4, "left", .8, 1)).isEqualTo(new RoutedAccuracy(1, 0, 1, 1, 1));
    assertThat(row(.6, "left", .1, 1)).isEqualTo(new RoutedAccuracy(1, 1, 1, 0, 0));
    assertThat(row(.6, "left", .33, 1)).isEqualTo(new RoutedAccuracy(1, 1, 1, 1, 0));
    assertThat(row(.6, "left", .5, 1))
        .as("no opinion")
        .isEqualTo(new RoutedAccuracy(1, 1, 1, 1, 0));
  }

  @Test
  void aRowThatIsRoutedElsewhereIsWrongWhateverItsClassIsCalledThere() {
    assertThat(row(.9, "right", .9, 1)).isEqualTo(new RoutedAccuracy(1, 1, 0, 0, 0));
  }

  @Test
  void rowsAddUpAndNoneHaveNoAccuracy() {
    RoutedAccuracy both =
        row(.9, "left", .2, 1).merge(row(.9, "right", .9, 1)).merge(row(.1, "left", .1, 0));
    assertThat(both).isEqualTo(new RoutedAccuracy(3, 3, 2, 2, 1));
    assertThat(both.trueIdAccuracy()).isEqualTo(1);
    assertThat(both.routingAccuracy()).isEqualTo(2 / 3.0);
    assertThat(both.routedAccuracy()).isEqualTo(2 / 3.0);
    assertThat(both.directAccuracy()).isEqualTo(1 / 3.0);
    assertThat(RoutedAccuracy.NONE.routedAccuracy()).isNaN();
  }

  @Test
  void aRouterThatKnowsOtherClassesIsNamed() {
    assertThatThrownBy(
            () ->
                RoutedAccuracy.of(
                    Prediction.of("left", LABELS, new float[2], false),
                    new Route("left", "yes", new float[3], 1, 0),
                    LABELS,
                    0))
        .hasMessage("task left has 2 classes, the router knows 3 of it");
  }
}
