package io.engram.transformers.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import org.junit.jupiter.api.Test;

class PrecisionTest {

  @Property(tries = 200)
  void fullPrecisionIsExactAndHalfIsWithinElevenBits(
      @ForAll List<@FloatRange(min = -1000, max = 1000) Float> list) {
    float[] values = new float[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = list.get(i);
    }
    assertThat(Precision.FLOAT32.decode(Precision.FLOAT32.encode(values))).isEqualTo(values);
    float[] half = Precision.FLOAT16.decode(Precision.FLOAT16.encode(values));
    for (int i = 0; i < values.length; i++) {
      assertThat(Math.abs(half[i] - values[i]))
          .isLessThanOrEqualTo(Math.abs(values[i]) / 2048 + 3e-8f);
    }
  }

  @Test
  void bytesAreLittleEndian() {
    assertThat(Precision.FLOAT32.encode(new float[] {1f})).containsExactly(0, 0, 0x80, 0x3f);
    assertThat(Precision.FLOAT16.encode(new float[] {1f})).containsExactly(0, 0x3c);
  }

  @Test
  void anUnknownNameAndHalfAValueAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Precision.of("bf16"))
        .withMessage("precision must be one of [float32, float16], got 'bf16'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Precision.FLOAT32.decode(new byte[5]))
        .withMessage("5 bytes are no whole number of float32 values");
  }
}
