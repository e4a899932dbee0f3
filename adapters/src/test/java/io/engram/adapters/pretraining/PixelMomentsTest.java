package io.engram.adapters.pretraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.engram.adapters.training.FeatureRow;
import io.engram.adapters.training.RowSpool;
import io.engram.adapters.training.RowSpoolWriter;
import io.engram.transformers.input.Pixels;
import org.junit.jupiter.api.Test;

class PixelMomentsTest {
  @Test
  void momentsAreThoseOfEachChannelOverAllPictures() {
    try (RowSpoolWriter writer = RowSpool.writer(1)) {
      writer.add(FeatureRow.of("a", 0, new Pixels(new byte[] {0, 9, (byte) 255}, 1, 1, 3, 2)));
      writer.add(
          FeatureRow.of("b", 1, new Pixels(new byte[] {(byte) 255, 9, (byte) 153}, 1, 1, 3, 2)));
      try (RowSpool rows = writer.finish()) {
        PixelMoments moments = PixelMoments.of(rows);
        assertThat(moments.mean().get(0)).isEqualTo(0.5, within(1e-12));
        assertThat(moments.deviation().get(0)).isEqualTo(0.5, within(1e-12));
        assertThat(moments.mean().get(1)).isEqualTo(9 / 255.0, within(1e-12));
        assertThat(moments.deviation().get(1)).isEqualTo(1);
        assertThat(moments.mean().get(2)).isEqualTo(0.8, within(1e-12));
        assertThat(moments.deviation().get(2)).isEqualTo(0.2, within(1e-12));
      }
    }
  }
}
