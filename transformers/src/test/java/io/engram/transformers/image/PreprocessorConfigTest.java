package io.engram.transformers.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreprocessorConfigTest {
  private static final PixelSize ENCODED = new PixelSize(384, 384);
  private static final List<Double> HALF = List.of(0.5, 0.5, 0.5);
  private static final PixelSize SMALL = new PixelSize(224, 224);
  private static final PixelSize LARGE = new PixelSize(256, 256);

  private static ImageSettings read(String json, String modelType, int channels) {
    try {
      return PreprocessorConfig.read(
          new ObjectMapper().readTree(json.replace('\'', '"')), modelType, channels, ENCODED);
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Test
  void whatIsAbsentIsWhatTheProcessorOfTheModelAssumes() {
    assertThat(read("{}", "vit", 3))
        .isEqualTo(
            new ImageSettings(
                SMALL,
                3,
                new Resize.Exact(SMALL, Resampling.BILINEAR),
                false,
                1 / 255.0,
                HALF,
                HALF));
    assertThat(read("{}", "deit", 3))
        .isEqualTo(
            new ImageSettings(
                SMALL,
                3,
                new Resize.Exact(LARGE, Resampling.BICUBIC),
                true,
                1 / 255.0,
                HALF,
                HALF));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'image_processor_type': 'DeiTImageProcessor'}",
        "{'image_processor_type': 'DeiTImageProcessorFast'}",
        "{'image_processor_type': 'DeiTImageProcessorPil'}",
        "{'feature_extractor_type': 'DeiTFeatureExtractor', 'size': 256, 'crop_size': 224}",
        "{'image_processor_type': 'DeiTImageProcessor', 'feature_extractor_type': 'ViTFeatureExtractor'}",
        "{'image_processor_type': 'ViTImageProcessor', 'size': [256, 256], 'resample': 3, 'do_center_crop': true}"
      })
  void theProcessorNamedCountsAndNotTheModel(String json) {
    assertThat(read(json, "vit", 3)).isEqualTo(read("{}", "deit", 3));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'size': 96}                              | 96 | 96",
        "{'size': [96, 64]}                        | 96 | 64",
        "{'size': {'height': 96, 'width': 64}}     | 96 | 64",
        "{'size': {'width': 64, 'height': 96}, 'resample': null} | 96 | 64"
      })
  void aSizeInAnyFormIsTheSizeThatComesOut(String json, int height, int width) {
    PixelSize size = new PixelSize(height, width);
    assertThat(read(json, "vit", 3).size()).isEqualTo(size);
    assertThat(read(json, "vit", 3).resize())
        .isEqualTo(new Resize.Exact(size, Resampling.BILINEAR));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'size': {'shortest_edge': 64}, 'resample': 1, 'do_center_crop': true, 'crop_size': 48}",
        "{'image_processor_type': 'BitImageProcessor', 'size': 64, 'resample': 1, 'crop_size': 48, 'image_mean': 0.5, 'image_std': 0.5}"
      })
  void theShortestEdgeIsResizedAndTheMiddleCutOut(String json) {
    ImageSettings settings = read(json, "vit", 3);
    assertThat(settings)
        .isEqualTo(
            new ImageSettings(
                new PixelSize(48, 48),
                3,
                new Resize.ShortestEdge(64, Resampling.LANCZOS),
                true,
                1 / 255.0,
                HALF,
                HALF));
    assertThat(settings.resize().of(new PixelSize(100, 333))).isEqualTo(new PixelSize(64, 213));
    assertThat(settings.resize().of(new PixelSize(333, 100))).isEqualTo(new PixelSize(213, 64));
  }

  @Test
  void whatIsNotDoneLeavesValuesAsTheyAre() {
    String json = "{'do_resize': false, 'do_rescale': false, 'do_normalize': false}";
    assertThat(read(json, "vit", 1))
        .isEqualTo(
            new ImageSettings(ENCODED, 1, new Resize.None(), false, 1, List.of(0.0), List.of(1.0)));
  }

  @Test
  void oneMeanOfAllChannelsServesGreyImagesToo() {
    assertThat(read("{'image_mean': 0.25, 'image_std': [0.2, 0.2, 0.2]}", "vit", 1))
        .extracting(ImageSettings::mean, ImageSettings::deviation)
        .containsExactly(List.of(0.25), List.of(0.2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'image_processor_type': 'SwinImageProcessor'} | 3 | SwinImageProcessor is not supported, expected ViT, DeiT, CLIP or Bit",
        "{'image_mean': [0.4, 0.5, 0.6]} | 1 | image_mean has 3 values [0.4, 0.5, 0.6], the model takes images of 1 channel",
        "{'image_std': [0.5, 0.5, 0]} | 3 | deviations greater than 0",
        "{'image_mean': ['a', 0.5, 0]} | 3 | means should be numbers",
        "{'size': {'shortest_edge': 64}} | 3 | gives images of many sizes",
        "{'size': {'longest_edge': 64}} | 3 | size should be a number",
        "{'size': 0} | 3 | whole numbers of pixels from 1, has 0",
        "{'resample': 4} | 3 | resample should be 0 (nearest)",
        "{'resample': 'x'} | 3 | resample should be a whole number",
        "{'do_resize': 1} | 3 | do_resize should be true or false, is 1",
        "{'rescale_factor': 0} | 3 | rescale factor should be greater than 0"
      })
  void whatCannotBeDoneIsNamed(String json, int channels, String message) {
    assertThatThrownBy(() -> read(json, "vit", channels))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
