package io.engram.adapters.pretraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.transformers.input.Pixels;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AugmentationTest {
  private static Pixels noise(int height, int width, int channels) {
    byte[] values = new byte[height * width * channels];
    new Random(3).nextBytes(values);
    return new Pixels(values, height, width, channels, 5);
  }

  private static Pixels grey(int height, int width, int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return new Pixels(bytes, height, width, 1, 5);
  }

  private static Pixels changed(Pixels picture, AffineMap.Change change) {
    return AffineMap.of(picture, change).apply(picture);
  }

  private static AffineMap.Change moved(double right, double down) {
    return new AffineMap.Change(right, down, 1, 0, 0, false);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void nothingToDoChangesNothing(int channels) {
    Pixels picture = noise(7, 9, channels);
    for (long seed = 0; seed < 20; seed++) {
      assertThat(Augmentation.NONE.apply(picture, seed).values()).isEqualTo(picture.values());
    }
  }

  @Test
  void sameSeedSamePictureOtherSeedAnother() {
    Pixels picture = noise(28, 28, 1);
    byte[] first = Augmentation.DEFAULT.apply(picture, 1).values();
    assertThat(Augmentation.DEFAULT.apply(picture, 1).values()).isEqualTo(first);
    assertThat(Augmentation.DEFAULT.apply(picture, 2).values()).isNotEqualTo(first);
    assertThat(picture.values()).isEqualTo(noise(28, 28, 1).values());
  }

  @Test
  void aShiftMovesEveryPixelAndRepeatsTheEdge() {
    Pixels picture = grey(2, 4, 10, 20, 30, 40, 50, 60, 70, 80);
    assertThat(changed(picture, moved(0.25, 0)).values())
        .isEqualTo(grey(2, 4, 10, 10, 20, 30, 50, 50, 60, 70).values());
    assertThat(changed(picture, moved(0, 0.5)).values())
        .isEqualTo(grey(2, 4, 10, 20, 30, 40, 10, 20, 30, 40).values());
  }

  @Test
  void halfAPixelIsTheMeanOfTwo() {
    Pixels picture = grey(1, 4, 10, 20, 40, 80);
    assertThat(changed(picture, moved(0.125, 0)).values())
        .isEqualTo(grey(1, 4, 10, 15, 30, 60).values());
  }

  @Test
  void aMirrorExchangesLeftAndRight() {
    Pixels picture = grey(2, 3, 1, 2, 3, 4, 5, 6);
    AffineMap.Change mirror = new AffineMap.Change(0, 0, 1, 0, 0, true);
    assertThat(changed(picture, mirror).values()).isEqualTo(grey(2, 3, 3, 2, 1, 6, 5, 4).values());
  }

  @Test
  void aQuarterTurnIsClockwise() {
    Pixels picture = grey(3, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    AffineMap.Change turn = new AffineMap.Change(0, 0, 1, Math.PI / 2, 0, false);
    assertThat(changed(picture, turn).values())
        .isEqualTo(grey(3, 3, 7, 4, 1, 8, 5, 2, 9, 6, 3).values());
  }

  @Test
  void twiceTheSizeShowsTheMiddle() {
    Pixels picture = grey(1, 5, 0, 40, 80, 120, 160);
    AffineMap.Change larger = new AffineMap.Change(0, 0, 2, 0, 0, false);
    assertThat(changed(picture, larger).values())
        .isEqualTo(grey(1, 5, 40, 60, 80, 100, 120).values());
  }

  @Test
  void aShearMovesLowerRowsToTheRight() {
    Pixels picture = grey(3, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3);
    AffineMap.Change shear = new AffineMap.Change(0, 0, 1, 0, 1, false);
    assertThat(changed(picture, shear).values())
        .isEqualTo(grey(3, 3, 2, 3, 3, 1, 2, 3, 1, 1, 2).values());
  }

  @Test
  void erasingWritesTheMeanIntoOneRectangleOfAboutTheArea() {
    Pixels picture = grey(20, 20, new int[400]);
    java.util.Arrays.fill(picture.values(), 0, 200, (byte) 200);
    for (int seed = 0; seed < 50; seed++) {
      Pixels erased = Erasing.rectangle(picture, 0.2, new SplittableRandom(seed));
      int changed = 0;
      for (int i = 0; i < 400; i++) {
        if (erased.values()[i] != picture.values()[i]) {
          assertThat(erased.values()[i]).isEqualTo((byte) 100);
          changed++;
        }
      }
      assertThat(changed).isBetween(65, 95);
    }
  }

  @Test
  void impossibleSettingsAreNamed() {
    assertThatThrownBy(() -> new Augmentation(1, 0, 0, 0, 0, 0, 0))
        .hasMessage("shift should be from 0 and below 1, is 1.0");
    assertThatThrownBy(() -> new Augmentation(0, 0, 0, 0, 1.5, 0, 0))
        .hasMessage("flip should be a probability, is 1.5");
    assertThatThrownBy(() -> new Augmentation(0, 0, 200, 0, 0, 0, 0))
        .hasMessage("rotation should be 0 to 180, is 200.0");
  }
}
