package io.engram.transformers.image;

import io.engram.transformers.input.UnreadableInputException;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadProgressListener;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/**
 * The decoders of the JDK's own module, whatever plugins a class path or a context class loader
 * brings along, and without a change to what ImageIO keeps for the whole JVM.
 */
final class JdkDecoders {
  private static final ImageReaderSpi JPEG = find("jpeg");
  private static final ImageReaderSpi PNG = find("png");
  private static final ImageReaderSpi BMP = find("bmp");

  private JdkDecoders() {}

  private static ImageReaderSpi find(String format) {
    Iterator<ImageReaderSpi> all =
        IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, false);
    while (all.hasNext()) {
      ImageReaderSpi spi = all.next();
      if (spi.getClass().getModule() == ImageIO.class.getModule()
          && Arrays.asList(spi.getFormatNames()).contains(format)) {
        return spi;
      }
    }
    throw new IllegalStateException(
        "This Java has no decoder for %s in its module java.desktop; use a full JRE"
            .formatted(format));
  }

  /** Samples as they are in the file: no conversion of colours. */
  static Raster jpeg(byte[] bytes, DecodeBudget budget) throws IOException {
    return decode(JPEG, bytes, budget, reader -> reader.readRaster(0, null));
  }

  static BufferedImage png(byte[] bytes, DecodeBudget budget) throws IOException {
    return decode(PNG, bytes, budget, reader -> complete(reader, "PNG"));
  }

  static BufferedImage bmp(byte[] bytes, DecodeBudget budget) throws IOException {
    return decode(BMP, bytes, budget, reader -> complete(reader, "BMP"));
  }

  private static <T> T decode(
      ImageReaderSpi spi, byte[] bytes, DecodeBudget budget, Decoding<T> decoding)
      throws IOException {
    ImageReader reader = spi.createReaderInstance(null);
    try (BudgetedStream stream = new BudgetedStream(bytes, budget)) {
      reader.addIIOReadProgressListener(new Watch(budget));
      reader.setInput(stream, true, true);
      return decoding.from(reader);
    } finally {
      reader.dispose();
    }
  }

  /** Decoders that fill up what is missing say so in a warning. */
  private static BufferedImage complete(ImageReader reader, String format) throws IOException {
    reader.addIIOReadWarningListener(
        (source, warning) -> {
          throw new UnreadableInputException("the " + format + " is damaged: " + warning);
        });
    return reader.read(0);
  }

  /** What to ask of a reader. */
  private interface Decoding<T> {
    T from(ImageReader reader) throws IOException;
  }

  /** Looks at the time after every row. */
  private record Watch(DecodeBudget budget) implements IIOReadProgressListener {
    @Override
    public void imageProgress(ImageReader source, float percentageDone) {
      budget.check();
    }

    @Override
    public void sequenceStarted(ImageReader source, int minIndex) {}

    @Override
    public void sequenceComplete(ImageReader source) {}

    @Override
    public void imageStarted(ImageReader source, int imageIndex) {}

    @Override
    public void imageComplete(ImageReader source) {}

    @Override
    public void thumbnailStarted(ImageReader source, int imageIndex, int thumbnailIndex) {}

    @Override
    public void thumbnailProgress(ImageReader source, float percentageDone) {}

    @Override
    public void thumbnailComplete(ImageReader source) {}

    @Override
    public void readAborted(ImageReader source) {}
  }
}
