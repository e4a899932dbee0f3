package io.engram.transformers.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.transformers.input.Pixels;
import io.engram.transformers.input.RawInput;
import io.engram.transformers.input.UnreadableInputException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ImageReaderTest {
  private static final PixelSize SMALL = new PixelSize(8, 8);

  @Test
  void everyFormatStopsWhenItsTimeIsUp() {
    ImageLimits hasty = new ImageLimits(1_000_000, 10_000, 1 << 20, 1e-9);
    for (byte[] file : HostileImages.oneOfEachFormat()) {
      assertThatThrownBy(() -> read(file, exact(3), hasty))
          .isInstanceOf(UnreadableInputException.class)
          .hasMessage("decoding took longer than the limit of 1.0E-9 s; make the picture smaller");
    }
  }

  @Test
  void limitsAreThoseOfTheReader() {
    byte[] file = ImageBytes.png(20, 30, 8, 2, false);
    assertThatThrownBy(() -> read(file, exact(3), new ImageLimits(599, 30, 1 << 20, 10)))
        .hasMessageContaining("20 x 30 = 600 pixels, more than the limit of 599");
    assertThatThrownBy(() -> read(file, exact(3), new ImageLimits(600, 29, 1 << 20, 10)))
        .hasMessageContaining("20 x 30 pixels, a side longer than the limit of 29");
    int length = file.length;
    assertThatThrownBy(() -> read(file, exact(3), new ImageLimits(600, 30, length - 1, 10)))
        .hasMessageContaining(length + " bytes, more than the limit of " + (length - 1));
    assertThat(read(file, exact(3), new ImageLimits(600, 30, length, 10)).height()).isEqualTo(8);
  }

  @Test
  void limitsThatAreNoneAreRefused() {
    assertThatThrownBy(() -> new ImageLimits(0, 1, 1, 1)).hasMessageContaining("maxPixels is 0");
    assertThatThrownBy(() -> new ImageLimits(1L << 40, 1, 1, 1)).hasMessageContaining("maxPixels");
    for (double seconds : new double[] {0, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new ImageLimits(1, 1, 1, seconds))
          .hasMessageContaining("maxDecodeSeconds is " + seconds);
    }
  }

  @Test
  void picturesHaveTheChannelsOfTheBackboneWhateverTheFileHas() {
    byte[] grey = ImageBytes.jpeg(33, 21, 1, false);
    byte[] colours = ImageBytes.jpeg(33, 21, 3, false);
    for (byte[] file : List.of(grey, colours)) {
      assertThat(read(file, exact(1), ImageLimits.DEFAULT).values()).hasSize(64);
      assertThat(read(file, exact(3), ImageLimits.DEFAULT).values()).hasSize(192);
    }
  }

  @Test
  void aPictureOfAnotherSizeIsRefusedWhereNothingIsResized() {
    byte[] file = ImageBytes.png(20, 30, 8, 2, false);
    ImageSettings settings = settings(3, new Resize.None());
    assertThatThrownBy(() -> read(file, settings, ImageLimits.DEFAULT))
        .isInstanceOf(UnreadableInputException.class)
        .hasMessage("the picture has 30 x 20 pixels and the backbone takes 8 x 8 without resizing");
  }

  @Test
  void aTextIsNoPicture() {
    ImageReader reader = new ImageReader(exact(3), ImageLimits.DEFAULT, 5);
    assertThatThrownBy(() -> reader.read(new RawInput.Text("a", null)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The backbone takes pictures, not texts");
  }

  @Test
  void aDecoderOfTheJdkThatFailsIsTheReasonInTheMessage() {
    byte[] png = ImageBytes.png(ImageBytes.header(19, 7, 8, 2, 0), new byte[500]);
    assertThatThrownBy(() -> read(png, exact(3), ImageLimits.DEFAULT))
        .isInstanceOf(UnreadableInputException.class)
        .hasMessageStartingWith("the PNG is damaged: ")
        .hasCauseInstanceOf(IOException.class);
  }

  @Property(tries = 600)
  void anyDamageEndsInAPictureOrAMessage(
      @ForAll @IntRange(max = 4) int format,
      @ForAll long seed,
      @ForAll @IntRange(max = 6) int many) {
    Random random = new Random(seed);
    byte[] file = HostileImages.oneOfEachFormat().get(format).clone();
    for (int i = 0; i <= many; i++) {
      file[random.nextInt(file.length)] = (byte) random.nextInt();
    }
    try {
      assertThat(read(file, exact(3), ImageLimits.DEFAULT).values()).hasSize(192);
    } catch (UnreadableInputException e) {
      assertThat(e).message().isNotBlank();
    }
  }

  @Test
  void threadsSideBySideReadWhatOneReads() {
    ImageReader reader = new ImageReader(exact(3), ImageLimits.DEFAULT, 5);
    List<byte[]> files = HostileImages.oneOfEachFormat();
    List<byte[]> alone =
        files.stream().map(file -> reader.read(new RawInput.Image(file)).values()).toList();
    boolean same =
        IntStream.range(0, 400)
            .parallel()
            .allMatch(
                i -> {
                  RawInput raw = new RawInput.Image(files.get(i % files.size()));
                  return Arrays.equals(reader.read(raw).values(), alone.get(i % files.size()));
                });
    assertThat(same).isTrue();
    assertThat(reader.read(new RawInput.Image(files.get(0))).length()).isEqualTo(5);
  }

  @Test
  void threadsThatShareTheRoomForOnePictureAllGetTheirTurn() {
    ImageLimits one = new ImageLimits(600, 30, 1 << 20, 10);
    ImageReader reader = new ImageReader(exact(3), one, 5);
    byte[] good = ImageBytes.png(20, 30, 8, 2, false);
    byte[] damaged = ImageBytes.png(ImageBytes.header(20, 30, 8, 2, 0), new byte[500]);
    long read =
        IntStream.range(0, 200)
            .parallel()
            .filter(
                i -> {
                  try {
                    return reader.read(new RawInput.Image(i % 2 == 0 ? good : damaged)) != null;
                  } catch (UnreadableInputException e) {
                    return false;
                  }
                })
            .count();
    assertThat(read).isEqualTo(100);
  }

  private static Pixels read(byte[] file, ImageSettings settings, ImageLimits limits) {
    return new ImageReader(settings, limits, 5).read(new RawInput.Image(file));
  }

  private static ImageSettings exact(int channels) {
    return settings(channels, new Resize.Exact(SMALL, Resampling.BILINEAR));
  }

  private static ImageSettings settings(int channels, Resize resize) {
    List<Double> zeros = Collections.nCopies(channels, 0.0);
    List<Double> ones = Collections.nCopies(channels, 1.0);
    return new ImageSettings(SMALL, channels, resize, false, 1, zeros, ones);
  }
}
