package io.engram.jobs.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.consolidation.benchmark.RowSample;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ThumbnailTest {

  @Test
  void aLargePictureBecomesItsSmallMiddle() throws IOException {
    BufferedImage large = new BufferedImage(1200, 400, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = large.createGraphics();
    pen.setColor(Color.RED);
    pen.fillRect(400, 0, 400, 400);
    pen.dispose();
    BufferedImage small = read(Thumbnail.of(png(large), null));
    assertThat(small.getWidth()).isEqualTo(48);
    assertThat(small.getHeight()).isEqualTo(48);
    for (int at : new int[] {2, 24, 45}) {
      assertThat(new Color(small.getRGB(at, at))).as("pixel " + at).isEqualTo(Color.RED);
    }
  }

  @Test
  void aPictureWithoutColoursTakesOneChannel() throws IOException {
    BufferedImage grey = new BufferedImage(28, 28, BufferedImage.TYPE_INT_RGB);
    grey.setRGB(14, 14, 0xffffff);
    BufferedImage small = read(Thumbnail.of(png(grey), null));
    assertThat(small.getRaster().getNumBands()).isEqualTo(1);
    assertThat(small.getRaster().getSample(24, 24, 0)).isGreaterThan(100);
    assertThat(small.getRaster().getSample(2, 2, 0)).isZero();
  }

  @Test
  void aPictureThatCannotBeReadSaysWhy() {
    RowSample sample = Thumbnail.of(new byte[] {1, 2, 3}, null);
    assertThat(sample.picture()).isNull();
    assertThat(sample.text()).startsWith("(no picture: ").hasSizeLessThanOrEqualTo(160);
  }

  @Test
  void aLongTextIsCutBetweenCharactersAndStandsInOneLine() {
    String smile = "\uD83D\uDE00";
    String cut = Thumbnail.of(" a\n\tb " + smile.repeat(200), null).text();
    assertThat(cut).startsWith("a b " + smile).endsWith(smile + "…");
    assertThat(cut.codePointCount(0, cut.length())).isEqualTo(160);
    assertThat(Thumbnail.of("short", null).text()).isEqualTo("short");
    assertThat(Thumbnail.of("a cat", "an animal").text()).isEqualTo("a cat | an animal");
    assertThat(Thumbnail.of(null, null).text()).isEqualTo("(nothing)");
  }

  private static byte[] png(BufferedImage image) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }

  private static BufferedImage read(RowSample sample) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(sample.picture()));
  }
}
