package io.engram.transformers.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.engram.transformers.image.HostileImages.HostileImage;
import io.engram.transformers.input.Pixels;
import io.engram.transformers.input.RawInput;
import io.engram.transformers.input.UnreadableInputException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HostileImagesTest {
  private static final ImageSettings SETTINGS =
      new ImageSettings(
          new PixelSize(16, 16),
          3,
          new Resize.ShortestEdge(16, Resampling.BICUBIC),
          true,
          1,
          Collections.nCopies(3, 0.0),
          Collections.nCopies(3, 1.0));

  private static List<HostileImage> images;

  @BeforeAll
  static void make() {
    images = HostileImages.all();
  }

  @Test
  void noHostileFileTakesMoreHeapThanTenthAboveAnOrdinaryPicture() {
    ImageReader reader = new ImageReader(SETTINGS, ImageLimits.DEFAULT, 1);
    byte[] ordinary = ImageBytes.jpeg(640, 480, 3, false);
    allocated(reader, ordinary);
    long most = allocated(reader, ordinary) * 11 / 10;
    List<String> greedy = new ArrayList<>();
    for (HostileImage image : images) {
      long bytes = allocated(reader, image.bytes());
      if (bytes > most) {
        greedy.add(image.name() + " allocated " + bytes + " bytes, allowed are " + most);
      }
    }
    assertThat(most).isPositive();
    assertThat(greedy).isEmpty();
  }

  @Test
  void aPictureThatIsPredictedAgainAndAgainTakesNoMoreThanOnce() {
    ImageReader reader = new ImageReader(SETTINGS, ImageLimits.DEFAULT, 1);
    // Four bytes for each of the smallest tiles, of 16 pixels.
    long once = 49_968_150 / 4;
    byte[] bomb = LosslessBits.predictedTwoHundredTimes(2);
    assertThat(bomb).hasSizeLessThan(2000);
    assertThat(allocated(reader, bomb)).isBetween(once, once + (1 << 20));
  }

  /** Everything that was ever allocated for it: more than what was held at any time. */
  private static long allocated(ImageReader reader, byte[] bytes) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    try {
      reader.read(new RawInput.Image(bytes));
    } catch (UnreadableInputException e) {
      // Whether it is read is the other test's.
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  @Test
  void everyFileIsReadOrRefusedAsTheTableSays() {
    ImageReader reader = new ImageReader(SETTINGS, ImageLimits.DEFAULT, 1);
    List<String> surprises = new ArrayList<>();
    for (HostileImage image : images) {
      String outcome;
      try {
        Pixels pixels = reader.read(new RawInput.Image(image.bytes()));
        EncodedPicture file = EncodedPicture.open(image.bytes(), ImageLimits.DEFAULT);
        Picture picture = file.orientation().apply(file.decode(new DecodeBudget(10)));
        assertThat(pixels.values()).hasSize(16 * 16 * 3);
        boolean right =
            picture.height() == image.height()
                && picture.width() == image.width()
                && image.error() == null;
        outcome = right ? null : picture.height() + " x " + picture.width() + " read";
      } catch (UnreadableInputException e) {
        boolean right = image.error() != null && e.getMessage().contains(image.error());
        outcome = right ? null : e.getMessage();
      } catch (Exception | StackOverflowError e) {
        outcome = e.toString();
      }
      if (outcome != null) {
        surprises.add(image.name() + ": " + outcome);
      }
    }
    assertThat(images).hasSizeGreaterThan(200);
    assertThat(images.stream().map(HostileImage::name)).doesNotHaveDuplicates();
    assertThat(surprises).isEmpty();
  }
}
