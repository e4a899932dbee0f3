package io.engram.transformers.weights;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HalfFloatTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0x0000",
    "-0.0, 0x8000",
    "1, 0x3c00",
    "-2, 0xc000",
    "65504, 0x7bff",
    "65519.996, 0x7bff",
    "65520, 0x7c00",
    "Infinity, 0x7c00",
    "-Infinity, 0xfc00",
    "5.9604645E-8, 0x0001",
    "2.9802322E-8, 0x0000",
    "2.9802326E-8, 0x0001",
    "6.1035156E-5, 0x0400",
    "6.0975552E-5, 0x03ff",
    "1.00048828125, 0x3c00",
    "1.00146484375, 0x3c02",
    "2047.5, 0x6800"
  })
  void roundsToTheNearestHalfTiesToEven(float value, String bits) {
    assertThat(HalfFloat.fromFloat(value) & 0xffff).isEqualTo(Integer.decode(bits));
  }

  @Property
  void isNeverFurtherThanHalfAStepFromTheValue(
      @ForAll @FloatRange(min = -65504, max = 65504) float value) {
    float back = HalfFloat.toFloat(HalfFloat.fromFloat(value));
    assertThat(Math.abs(back - value))
        .isLessThanOrEqualTo(Math.max(Math.abs(value) * 0x1p-11f, 0x1p-25f));
  }
}
