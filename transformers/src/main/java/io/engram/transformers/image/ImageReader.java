package io.engram.transformers.image;

import io.engram.transformers.input.InputReader;
import io.engram.transformers.input.Pixels;
import io.engram.transformers.input.RawInput;
import io.engram.transformers.input.UnreadableInputException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;

/**
 * Pictures from their files, in the order of Hugging Face's image processors: decoded, turned
 * upright, channels, resized, the middle cut out. Sizes are read and compared with the limits
 * before anything is decoded. A decoder may fail in any way but in running out of memory: the row
 * is unreadable, and nothing else happens.
 */
public final class ImageReader implements InputReader {
  /** Pixels that may be decoded at the same time in this JVM, by how many one picture may have. */
  private static final Map<Long, Semaphore> ROOMS = new ConcurrentHashMap<>();

  private final ImageSettings settings;
  private final ImageLimits limits;
  private final int length;

  private final Semaphore room;

  /**
   * All readers of a JVM with the same limit together decode no more pixels at the same time than
   * one picture may have: what decoding takes grows neither with threads nor with tasks.
   *
   * @param length positions that a picture takes in the encoder, see {@link Pixels#length()}
   */
  public ImageReader(ImageSettings settings, ImageLimits limits, int length) {
    this.settings = settings;
    this.limits = limits;
    this.length = length;
    this.room =
        ROOMS.computeIfAbsent(limits.maxPixels(), most -> new Semaphore(most.intValue(), true));
  }

  @Override
  public Pixels read(RawInput raw) {
    Picture picture = ready(open(raw));
    return new Pixels(
        picture.values(), picture.height(), picture.width(), picture.channels(), length);
  }

  /**
   * A PNG of the resized picture, cut to the part that decides what is read ({@link Part#kept}); it
   * has no more pixels than the settings say, whatever came. Where the file as it came has fewer
   * bytes, and no more pixels than the default limits let it have, it is kept instead.
   */
  @Override
  public RawInput.Image kept(RawInput raw) {
    EncodedPicture file = open(raw);
    Picture part = resized(file, Part::kept);
    byte[] png = Png.compressed(part.values(), part.width(), part.height(), part.channels());
    RawInput.Image came = (RawInput.Image) raw;
    boolean modest = pixels(file) <= ImageLimits.DEFAULT.maxPixels();
    return modest && came.bytes().length <= png.length ? came : new RawInput.Image(png);
  }

  private EncodedPicture open(RawInput raw) {
    if (!(raw instanceof RawInput.Image image)) {
      throw new IllegalArgumentException("The backbone takes pictures, not texts");
    }
    return EncodedPicture.open(image.bytes(), limits);
  }

  private static int pixels(EncodedPicture file) {
    return file.width() * file.height();
  }

  private Picture decoded(EncodedPicture file) {
    try {
      Picture stored = file.decode(new DecodeBudget(limits.maxDecodeSeconds()));
      // Fewer values before the rest is done, where it makes no difference.
      return file.orientation().apply(settings.channels() == 1 ? stored.grey() : stored);
    } catch (IOException | RuntimeException | StackOverflowError e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        // Decoders of the JDK wrap what is thrown from within them.
        if (cause instanceof UnreadableInputException said) {
          throw said;
        }
      }
      throw new UnreadableInputException(
          "the %s is damaged: %s".formatted(file.name(), reason(e)), e);
    }
  }

  /** What the decoder says, and what it says of the cause. */
  private static String reason(Throwable failure) {
    String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    Throwable cause = failure.getCause();
    return cause == null || cause.getMessage() == null
        ? message
        : message + ": " + cause.getMessage();
  }

  private Picture ready(EncodedPicture file) {
    Picture middle = onBlack(resized(file, Part::seen));
    return settings.channels() == 3 ? middle.colours() : middle;
  }

  /**
   * @param wanted which part of the resized picture
   */
  private Picture resized(EncodedPicture file, BiFunction<PixelSize, ImageSettings, Part> wanted) {
    room.acquireUninterruptibly(pixels(file));
    try {
      Picture upright = decoded(file);
      PixelSize full = settings.resize().of(new PixelSize(upright.height(), upright.width()));
      if (!settings.centerCrop() && !full.equals(settings.size())) {
        throw new UnreadableInputException(
            "the picture has %s pixels and the backbone takes %s without resizing"
                .formatted(full, settings.size()));
      }
      Part part = wanted.apply(full, settings);
      return Resampler.part(upright, full, resampling(), part.top(), part.left(), part.size());
    } finally {
      room.release(pixels(file));
    }
  }

  private Resampling resampling() {
    if (settings.resize() instanceof Resize.Exact exact) {
      return exact.resampling();
    }
    // Without resizing no pixel is computed by it.
    return settings.resize() instanceof Resize.ShortestEdge shortest
        ? shortest.resampling()
        : Resampling.BILINEAR;
  }

  private Picture onBlack(Picture part) {
    int height = settings.size().height();
    int width = settings.size().width();
    if (part.height() == height && part.width() == width) {
      return part;
    }
    int top = -Part.offset(part.height(), height);
    int left = -Part.offset(part.width(), width);
    int channels = part.channels();
    byte[] values = new byte[height * width * channels];
    int rowBytes = part.width() * channels;
    for (int y = 0; y < part.height(); y++) {
      int to = ((top + y) * width + left) * channels;
      System.arraycopy(part.values(), y * rowBytes, values, to, rowBytes);
    }
    return new Picture(values, height, width, channels);
  }

  @Override
  public void close() {}

  @Override
  public String toString() {
    return "ImageReader" + Arrays.asList(settings, limits);
  }
}
