package io.engram.transformers.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.transformers.image.HostileImages.HostileImage;
import io.engram.transformers.input.Pixels;
import io.engram.transformers.input.RawInput;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** A picture that is kept for later is read to the same pixels and has bounded bytes. */
class KeptImagesTest {
  private static final ImageLimits LIMITS = ImageLimits.DEFAULT;

  private static ImageSettings settings(PixelSize size, int channels, Resize resize, boolean crop) {
    return new ImageSettings(
        size,
        channels,
        resize,
        crop,
        1,
        Collections.nCopies(channels, 0.0),
        Collections.nCopies(channels, 1.0));
  }

  /** Every way to a size: with and without crop, to more, to less, and to what is cut out. */
  private static List<ImageSettings> all(int height, int width, int edge) {
    PixelSize size = new PixelSize(height, width);
    List<ImageSettings> all = new ArrayList<>();
    for (Resampling resampling : Resampling.values()) {
      for (int channels : new int[] {1, 3}) {
        all.add(settings(size, channels, new Resize.Exact(size, resampling), false));
        PixelSize other = new PixelSize(edge, edge + 3);
        all.add(settings(size, channels, new Resize.Exact(other, resampling), true));
        all.add(settings(size, channels, new Resize.ShortestEdge(edge, resampling), true));
        all.add(settings(size, channels, new Resize.None(), true));
      }
    }
    return all;
  }

  private static void assertSame(byte[] file, ImageSettings settings) {
    ImageReader reader = new ImageReader(settings, LIMITS, 1);
    RawInput.Image came = new RawInput.Image(file);
    RawInput.Image kept = reader.kept(came);
    Pixels expected = reader.read(came);
    assertThat(reader.read(kept).values()).as(settings.toString()).isEqualTo(expected.values());
    assertThat(kept.bytes().length).isLessThanOrEqualTo(file.length);
    // Once more changes nothing.
    assertThat(reader.read(reader.kept(kept)).values()).isEqualTo(expected.values());
  }

  /** Noise does not compress: the PNG alone, never the file as it came. */
  private static byte[] png(int height, int width, int channels) {
    byte[] values = new byte[height * width * channels];
    new java.util.Random(height * 31L + width).nextBytes(values);
    return Png.encode(values, width, height, channels);
  }

  @Property(tries = 60)
  void whatIsKeptIsReadToTheSamePixels(
      @ForAll @IntRange(min = 1, max = 70) int height,
      @ForAll @IntRange(min = 1, max = 70) int width,
      @ForAll @IntRange(min = 4, max = 24) int seenHeight,
      @ForAll @IntRange(min = 4, max = 24) int seenWidth,
      @ForAll @IntRange(min = 3, max = 30) int edge) {
    for (ImageSettings settings : all(seenHeight, seenWidth, edge)) {
      assertSame(png(height, width, 3), settings);
      assertSame(png(height, width, 1), settings);
    }
  }

  @Test
  void everyPictureThatCanBeReadCanBeKept() {
    PixelSize size = new PixelSize(24, 24);
    ImageSettings middle = settings(size, 3, new Resize.ShortestEdge(32, Resampling.BICUBIC), true);
    ImageSettings exact = settings(size, 1, new Resize.Exact(size, Resampling.BILINEAR), false);
    int kept = 0;
    for (HostileImage image : HostileImages.all()) {
      if (image.error() == null) {
        assertSame(image.bytes(), middle);
        assertSame(image.bytes(), exact);
        kept++;
      }
    }
    assertThat(kept).isGreaterThan(50);
  }

  @Test
  void whatIsKeptIsBoundedWhateverTheProportions() {
    ImageSettings settings =
        settings(new PixelSize(24, 24), 3, new Resize.ShortestEdge(32, Resampling.BILINEAR), true);
    ImageReader reader = new ImageReader(settings, LIMITS, 1);
    int bound = 32 * 32 * 3 + 300;
    for (byte[] file : List.of(png(900, 1200, 3), png(3, 9000, 3), png(9000, 1, 3))) {
      assertThat(reader.kept(new RawInput.Image(file)).bytes().length).isLessThan(bound);
    }
  }

  @Test
  void aFileThatIsSmallerIsKeptAsItCame() {
    ImageSettings settings =
        settings(new PixelSize(48, 48), 3, new Resize.ShortestEdge(48, Resampling.BILINEAR), true);
    byte[] small = ImageBytes.jpeg(16, 16, 3, false);
    RawInput.Image came = new RawInput.Image(small);
    assertThat(new ImageReader(settings, LIMITS, 1).kept(came)).isSameAs(came);
  }
}
