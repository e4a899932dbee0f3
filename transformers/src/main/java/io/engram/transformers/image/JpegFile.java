package io.engram.transformers.image;

import io.engram.transformers.input.UnreadableInputException;
import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.io.IOException;

/**
 * A JPEG (ITU-T T.81): baseline and progressive with 8 bits a sample, Huffman coded.
 *
 * @param essential the file without the segments that a decoder can do without: profiles,
 *     thumbnails and notes never reach native code
 * @param colours what its samples mean
 */
record JpegFile(
    byte[] essential, int width, int height, Orientation orientation, JpegColours colours)
    implements EncodedPicture {

  static JpegFile open(byte[] bytes, ImageLimits limits) {
    JpegSegments segments = JpegSegments.walk(bytes, limits);
    return new JpegFile(
        segments.essential(),
        segments.width(),
        segments.height(),
        segments.orientation(),
        JpegColours.of(segments));
  }

  @Override
  public String name() {
    return "JPEG";
  }

  @Override
  public Picture decode(DecodeBudget budget) throws IOException {
    Raster raster = JdkDecoders.jpeg(essential, budget);
    int bands = raster.getNumBands();
    byte[] samples = ((DataBufferByte) raster.getDataBuffer()).getData();
    boolean packed =
        raster.getSampleModel() instanceof PixelInterleavedSampleModel model
            && model.getPixelStride() == bands
            && samples.length == width * height * bands
            && raster.getWidth() == width
            && raster.getHeight() == height;
    if (!packed || bands != colours.components()) {
      throw new UnreadableInputException("the JPEG is damaged: its frames contradict each other");
    }
    return colours.picture(samples, height, width);
  }
}
