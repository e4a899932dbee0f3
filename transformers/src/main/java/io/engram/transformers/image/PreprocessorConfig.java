package io.engram.transformers.image;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * Hugging Face's {@code preprocessor_config.json} as {@link ImageSettings}, in all forms that its
 * versions wrote: {@code size} as a number, a pair, {@code {"height", "width"}} or {@code
 * {"shortest_edge"}}; the processor's name in {@code image_processor_type} or, older, {@code
 * feature_extractor_type}. What is absent is what that processor assumes.
 */
public final class PreprocessorConfig {
  private static final List<Double> HALF = Collections.nCopies(3, 0.5);
  private static final List<Double> CLIP_MEAN = List.of(0.48145466, 0.4578275, 0.40821073);
  private static final List<Double> CLIP_DEVIATION = List.of(0.26862954, 0.26130258, 0.27577711);

  /** What a processor assumes where its configuration does not say it. */
  private enum Processor {
    VIT(true, 224, Resampling.BILINEAR, false, HALF, HALF),
    DEIT(true, 256, Resampling.BICUBIC, true, HALF, HALF),
    CLIP(false, 224, Resampling.BICUBIC, true, CLIP_MEAN, CLIP_DEVIATION);

    /** Crop size of all processors that crop. */
    private static final int CROP = 224;

    /** Whether a size given as one number is that of both edges, else of the shortest. */
    private final boolean square;

    private final int size;
    private final Resampling resampling;
    private final boolean crops;
    private final List<Double> mean;
    private final List<Double> deviation;

    Processor(
        boolean square,
        int size,
        Resampling resampling,
        boolean crops,
        List<Double> mean,
        List<Double> deviation) {
      this.square = square;
      this.size = size;
      this.resampling = resampling;
      this.crops = crops;
      this.mean = mean;
      this.deviation = deviation;
    }
  }

  /** By the name without what changed over time: ViTImageProcessorFast, ViTFeatureExtractor. */
  private static final Map<String, Processor> PROCESSORS =
      Map.of(
          "ViT", Processor.VIT,
          "DeiT", Processor.DEIT,
          "CLIP", Processor.CLIP,
          "Bit", Processor.CLIP);

  private final JsonNode config;
  private final Processor processor;

  private PreprocessorConfig(JsonNode config, Processor processor) {
    this.config = config;
    this.processor = processor;
  }

  /**
   * Reads.
   *
   * @param modelType {@code model_type} of the model, which decides where no processor is named
   * @param channels of the encoder
   * @param encoded size of the encoder's images, which decides where images are neither resized nor
   *     cropped
   * @throws IllegalArgumentException naming the setting and what is expected
   */
  public static ImageSettings read(
      JsonNode config, String modelType, int channels, PixelSize encoded) {
    return new PreprocessorConfig(config, processor(config, modelType)).settings(channels, encoded);
  }

  private static Processor processor(JsonNode config, String modelType) {
    String key = "image_processor_type";
    if (absent(config.path(key))) {
      key = "feature_extractor_type";
    }
    if (absent(config.path(key))) {
      return modelType.equals("deit") ? Processor.DEIT : Processor.VIT;
    }
    String name = config.path(key).asText();
    Processor processor =
        PROCESSORS.get(name.replaceFirst("(ImageProcessor(Fast|Pil)?|FeatureExtractor)$", ""));
    if (processor == null) {
      throw new IllegalArgumentException(
          key
              + " "
              + name
              + " is not supported, expected ViT, DeiT, CLIP or Bit before ImageProcessor,"
              + " ImageProcessorFast or FeatureExtractor");
    }
    return processor;
  }

  private ImageSettings settings(int channels, PixelSize encoded) {
    Resize resize = flag("do_resize", true) ? resize() : new Resize.None();
    boolean crop = flag("do_center_crop", processor.crops);
    PixelSize size = encoded;
    if (crop) {
      size = absent(config.path("crop_size")) ? square(Processor.CROP) : size("crop_size");
    } else if (resize instanceof Resize.Exact exact) {
      size = exact.size();
    }
    double factor = flag("do_rescale", true) ? number("rescale_factor", 1 / 255.0) : 1;
    boolean normalise = flag("do_normalize", true);
    return new ImageSettings(
        size,
        channels,
        resize,
        crop,
        factor,
        normalise ? channels("image_mean", processor.mean, channels) : flat(0, channels),
        normalise ? channels("image_std", processor.deviation, channels) : flat(1, channels));
  }

  private Resize resize() {
    Resampling resampling = resampling();
    JsonNode size = config.path("size");
    if (absent(size)) {
      return processor.square
          ? new Resize.Exact(square(processor.size), resampling)
          : new Resize.ShortestEdge(processor.size, resampling);
    }
    if (size.has("shortest_edge") && !size.has("longest_edge")) {
      return new Resize.ShortestEdge(pixels("size", size.path("shortest_edge")), resampling);
    }
    return size.isNumber() && !processor.square
        ? new Resize.ShortestEdge(pixels("size", size), resampling)
        : new Resize.Exact(size("size"), resampling);
  }

  private Resampling resampling() {
    JsonNode value = config.path("resample");
    if (absent(value)) {
      return processor.resampling;
    }
    if (!value.isIntegralNumber()) {
      throw new IllegalArgumentException("resample should be a whole number, is " + value);
    }
    return Resampling.numbered(value.asInt(-1));
  }

  private PixelSize size(String key) {
    JsonNode value = config.path(key);
    if (value.isNumber()) {
      return square(pixels(key, value));
    }
    if (value.isArray() && value.size() == 2) {
      return new PixelSize(pixels(key, value.get(0)), pixels(key, value.get(1)));
    }
    if (value.has("height") && value.has("width")) {
      return new PixelSize(pixels(key, value.get("height")), pixels(key, value.get("width")));
    }
    throw new IllegalArgumentException(
        key
            + " should be a number, {\"height\", \"width\"}"
            + (key.equals("size") ? " or {\"shortest_edge\"}" : "")
            + ", is "
            + value);
  }

  private static PixelSize square(int edge) {
    return new PixelSize(edge, edge);
  }

  private static int pixels(String key, JsonNode value) {
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.asInt() < 1) {
      throw new IllegalArgumentException(
          key + " should be whole numbers of pixels from 1, has " + value);
    }
    return value.asInt();
  }

  /** One for all channels or one each; three that are the same serve a grey image, too. */
  private List<Double> channels(String key, List<Double> assumed, int channels) {
    JsonNode value = config.path(key);
    List<Double> values =
        absent(value)
            ? assumed
            : value.isNumber()
                ? flat(value.asDouble(), channels)
                : StreamSupport.stream(value.spliterator(), false)
                    .map(channel -> channel.isNumber() ? channel.asDouble() : Double.NaN)
                    .toList();
    if (values.size() == channels) {
      return values;
    }
    if (channels == 1 && values.stream().distinct().count() == 1) {
      return flat(values.get(0), channels);
    }
    throw new IllegalArgumentException(
        key
            + " has "
            + values.size()
            + " values "
            + values
            + ", the model takes images of "
            + channels
            + (channels == 1 ? " channel" : " channels"));
  }

  private static List<Double> flat(double value, int channels) {
    return Collections.nCopies(channels, value);
  }

  private boolean flag(String key, boolean assumed) {
    JsonNode value = config.path(key);
    if (absent(value)) {
      return assumed;
    }
    if (!value.isBoolean()) {
      throw new IllegalArgumentException(key + " should be true or false, is " + value);
    }
    return value.asBoolean();
  }

  private double number(String key, double assumed) {
    JsonNode value = config.path(key);
    if (absent(value)) {
      return assumed;
    }
    if (!value.isNumber()) {
      throw new IllegalArgumentException(key + " should be a number, is " + value);
    }
    return value.asDouble();
  }

  private static boolean absent(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }
}
