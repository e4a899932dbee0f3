package io.engram.transformers.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ResamplerTest {

  @Property(tries = 100)
  void aPictureOfOneColourStaysOne(
      @ForAll @IntRange(min = 1, max = 70) int height,
      @ForAll @IntRange(min = 1, max = 70) int width,
      @ForAll @IntRange(min = 1, max = 70) int newHeight,
      @ForAll @IntRange(min = 1, max = 70) int newWidth,
      @ForAll @IntRange(max = 255) int colour,
      @ForAll Resampling resampling) {
    byte[] values = new byte[height * width * 3];
    Arrays.fill(values, (byte) colour);
    Picture resized = whole(new Picture(values, height, width, 3), newHeight, newWidth, resampling);
    byte[] expected = new byte[newHeight * newWidth * 3];
    Arrays.fill(expected, (byte) colour);
    assertThat(resized.values()).isEqualTo(expected);
  }

  @Property(tries = 100)
  void aPartIsThatPartOfTheWhole(
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 5, max = 60) int newHeight,
      @ForAll @IntRange(min = 5, max = 60) int newWidth,
      @ForAll @IntRange(max = 4) int top,
      @ForAll @IntRange(max = 4) int left,
      @ForAll Resampling resampling) {
    Picture picture = noise(height, width, 3);
    Picture whole = whole(picture, newHeight, newWidth, resampling);
    PixelSize size = new PixelSize(newHeight - top, newWidth - left);
    Picture part =
        Resampler.part(picture, new PixelSize(newHeight, newWidth), resampling, top, left, size);
    for (int y = 0; y < part.height(); y++) {
      int from = ((top + y) * newWidth + left) * 3;
      int rowBytes = part.width() * 3;
      assertThat(Arrays.copyOfRange(part.values(), y * rowBytes, (y + 1) * rowBytes))
          .isEqualTo(Arrays.copyOfRange(whole.values(), from, from + rowBytes));
    }
  }

  @Property(tries = 100)
  void aMirroredPictureGivesTheMirroredResult(
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 40) int newHeight,
      @ForAll @IntRange(min = 1, max = 40) int newWidth) {
    Picture picture = noise(height, width, 1);
    byte[] mirrored =
        Orientation.UPSIDE_DOWN
            .apply(
                whole(
                    Orientation.UPSIDE_DOWN.apply(picture),
                    newHeight,
                    newWidth,
                    Resampling.BILINEAR))
            .values();
    byte[] plain = whole(picture, newHeight, newWidth, Resampling.BILINEAR).values();
    for (int i = 0; i < plain.length; i++) {
      // Where the sum of weights ends in a half, both sides round up.
      assertThat(Math.abs((plain[i] & 0xff) - (mirrored[i] & 0xff))).isLessThanOrEqualTo(1);
    }
  }

  @Property(tries = 50)
  void theSameSizeIsTheSamePicture(
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll Resampling resampling) {
    Picture picture = noise(height, width, 3);
    assertThat(whole(picture, height, width, resampling).values()).isEqualTo(picture.values());
  }

  @Test
  void halfAsWideIsTheMeanOfATriangleOfFour() {
    // Triangle of width 4 over pixels at distances 1.5, 0.5, 0.5, 1.5: weights 1, 3, 3, 1 of 8.
    Picture picture = new Picture(new byte[] {0, 80, (byte) 160, (byte) 240, 0, 8}, 1, 6, 1);
    Picture half = whole(picture, 1, 3, Resampling.BILINEAR);
    // At the edges the missing pixel's weight is shared out: (3 * 0 + 3 * 80 + 160) / 7.
    assertThat(half.values()).containsExactly(57, (byte) 160, (byte) 38);
  }

  @Test
  void aRampStaysARampInTheMiddle() {
    byte[] ramp = new byte[60];
    for (int i = 0; i < ramp.length; i++) {
      ramp[i] = (byte) (4 * i);
    }
    for (Resampling resampling : new Resampling[] {Resampling.BILINEAR, Resampling.BICUBIC}) {
      byte[] third = whole(new Picture(ramp, 1, 60, 1), 1, 20, resampling).values();
      for (int i = 3; i < 17; i++) {
        assertThat(third[i] & 0xff).isEqualTo(12 * i + 4);
      }
    }
  }

  @Test
  void cubicWeightsAreThoseOfKeys() {
    assertThat(Kernel.BICUBIC.at(0)).isEqualTo(1);
    assertThat(Kernel.BICUBIC.at(0.5)).isEqualTo(0.5625);
    assertThat(Kernel.BICUBIC.at(-1.5)).isEqualTo(-0.0625);
    assertThat(Kernel.BICUBIC.at(2)).isZero();
    assertThat(Kernel.LANCZOS.at(0)).isEqualTo(1);
    assertThat(Kernel.LANCZOS.at(1)).isCloseTo(0, org.assertj.core.data.Offset.offset(1e-15));
    assertThat(Kernel.LANCZOS.at(3)).isZero();
  }

  @Test
  void aPictureThatWouldBecomeEnormousCostsOnlyItsMiddle() {
    Picture thin = noise(10_000, 1, 3);
    Picture middle =
        Resampler.part(
            thin,
            new PixelSize(2_240_000, 224),
            Resampling.BICUBIC,
            1_119_888,
            0,
            new PixelSize(224, 224));
    assertThat(middle.height()).isEqualTo(224);
  }

  private static Picture whole(Picture picture, int height, int width, Resampling resampling) {
    PixelSize size = new PixelSize(height, width);
    return Resampler.part(picture, size, resampling, 0, 0, size);
  }

  private static Picture noise(int height, int width, int channels) {
    byte[] values = new byte[height * width * channels];
    new Random(height * 100L + width).nextBytes(values);
    return new Picture(values, height, width, channels);
  }
}
