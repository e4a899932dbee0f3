package io.engram.transformers.backbone.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.backbone.Pooling;
import io.engram.transformers.backbone.VitConfig;
import io.engram.transformers.image.ImageSettings;
import io.engram.transformers.image.PixelSize;
import io.engram.transformers.image.Resampling;
import io.engram.transformers.image.Resize;
import io.engram.transformers.input.InputKind;
import io.engram.transformers.lake.ContentHash;
import io.engram.transformers.lake.LakeFile;
import io.engram.transformers.weights.Safetensors;
import io.engram.transformers.weights.WeightFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HuggingFaceImagesTest {
  private static final PixelSize TRAINED = new PixelSize(32, 32);

  @TempDir Path work;

  private TinyHuggingFace tiny(String model) throws IOException {
    return TinyHuggingFace.copy(model, work.resolve("source-" + model));
  }

  private BackboneFolder imported(String model) throws IOException {
    return tiny(model).importInto(work.resolve("imported-" + model));
  }

  private static BackboneConfig.Image config(BackboneFolder folder) {
    return (BackboneConfig.Image) folder.config();
  }

  @Test
  void theConfigurationOfEachModelIsUnderstood() throws IOException {
    assertThat(config(imported("vit")).encoder())
        .isEqualTo(vit("vit", TRAINED, 3, 8, 4, true, 1e-12, "gelu", Pooling.CLS));
    PixelSize edges = new PixelSize(30, 30);
    assertThat(config(imported("vit-grey")).encoder())
        .isEqualTo(vit("vit", edges, 1, 4, 7, false, 1e-6, "gelu_new", Pooling.CLS));
    PixelSize other = new PixelSize(48, 24);
    assertThat(config(imported("vit-interpolated")).encoder())
        .isEqualTo(vit("vit", other, 3, 8, 4, true, 1e-12, "gelu", Pooling.CLS));
    assertThat(config(imported("deit")).encoder())
        .isEqualTo(
            vit("deit", TRAINED, 3, 8, 4, true, 1e-12, "gelu", Pooling.CLS_AND_DISTILLATION));
    assertThat(config(imported("deit-interpolated")).encoder().pooling()).isEqualTo(Pooling.CLS);
  }

  private static VitConfig vit(
      String family,
      PixelSize image,
      int channels,
      int patch,
      int grid,
      boolean bias,
      double epsilon,
      String activation,
      Pooling pooling) {
    return new VitConfig(
        family,
        3,
        32,
        4,
        48,
        image,
        channels,
        patch,
        grid,
        grid,
        bias,
        epsilon,
        activation,
        pooling);
  }

  @Test
  void imageSettingsAreKeptWithTheBackbone() throws IOException {
    BackboneFolder folder = imported("deit");
    List<Double> half = List.of(0.5, 0.5, 0.5);
    ImageSettings expected =
        new ImageSettings(
            TRAINED,
            3,
            new Resize.Exact(new PixelSize(40, 40), Resampling.BICUBIC),
            true,
            1 / 255.0,
            half,
            half);
    assertThat(config(folder).images()).isEqualTo(expected);
    assertThat(config(BackboneFolder.open(folder.path())).images()).isEqualTo(expected);
    assertThat(folder.config().kind()).isEqualTo(InputKind.IMAGE);
    assertThat(folder.config().maxLength()).isEqualTo(18);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"do_resize\": false, \"do_normalize\": false}",
        "{\"size\": {\"shortest_edge\": 40}, \"crop_size\": 32, \"do_center_crop\": true}"
      })
  void everyKindOfResizingIsReadAsItWasWritten(String json) throws IOException {
    TinyHuggingFace tiny = tiny("vit").write("preprocessor_config.json", json);
    BackboneFolder folder = tiny.importInto(work.resolve("imported"));
    ImageSettings settings =
        ((BackboneConfig.Image)
                new HuggingFaceFolder(tiny.folder(), "x", "none").open(work).config())
            .images();
    assertThat(config(BackboneFolder.open(folder.path())).images()).isEqualTo(settings);
  }

  @Test
  void theFolderHoldsWeightsAndConfigurationAndNothingOfTheHeads() throws IOException {
    BackboneFolder folder = imported("deit");
    folder.verify();
    assertThat(folder.files())
        .extracting(LakeFile::path)
        .containsExactly(BackboneFolder.CONFIG, BackboneFolder.WEIGHTS);
    assertThat(Files.readString(folder.path().resolve(BackboneFolder.CONFIG)))
        .contains("\"format\" : 2");
    try (Safetensors weights = folder.weights()) {
      assertThat(weights.names())
          .contains("embeddings.cls_token", "embeddings.distillation_token", "layernorm.weight")
          .noneMatch(name -> name.startsWith("deit.") || name.contains("classifier"));
    }
    try (Backbone backbone = folder.load()) {
      assertThat(backbone.contentHash()).isEqualTo(folder.contentHash());
    }
    assertThatThrownBy(() -> folder.tokenizer(8))
        .isInstanceOf(BackboneException.class)
        .hasMessageContaining("takes pictures, not texts");
  }

  @Test
  void prefixesAndShardsGiveTheSameBackboneAndSettingsAnother() throws IOException {
    TinyHuggingFace tiny = tiny("vit");
    String plain = tiny.importInto(work.resolve("plain")).contentHash();
    tiny.rename(name -> name.replace("vit.", "other.encoder."));
    assertThat(tiny.importInto(work.resolve("prefixed")).contentHash()).isEqualTo(plain);
    tiny.shard();
    assertThat(tiny.importInto(work.resolve("sharded")).contentHash()).isEqualTo(plain);
    tiny.json("preprocessor_config.json", settings -> settings.put("resample", 3));
    String bicubic = tiny.importInto(work.resolve("bicubic")).contentHash();
    tiny.json("preprocessor_config.json", settings -> settings.put("image_mean", 0.5));
    assertThat(tiny.importInto(work.resolve("mean")).contentHash()).isNotIn(plain, bicubic);
    assertThat(bicubic).isNotEqualTo(plain);
  }

  /** What a lake's folders are called: written once, read for ever. */
  @Test
  void theContentHashOfTextsAndImagesIsThatOfTheirFormat() throws IOException {
    for (String model : List.of("bert", "vit")) {
      BackboneFolder folder = imported(model);
      String format = model.equals("bert") ? "1" : "2";
      List<String> keys =
          model.equals("bert")
              ? List.of("encoder", "textPrefix", "maxLength", "files")
              : List.of("encoder", "images", "files");
      JsonNode document =
          new ObjectMapper().readTree(folder.path().resolve(BackboneFolder.CONFIG).toFile());
      StringBuilder identity = new StringBuilder(format).append('{');
      for (String key : keys) {
        identity.append('"').append(key).append("\":").append(document.get(key)).append(',');
      }
      identity.setCharAt(identity.length() - 1, '}');
      assertThat(folder.contentHash())
          .isEqualTo(ContentHash.sha256(identity.toString().getBytes(StandardCharsets.UTF_8)));
    }
  }

  /** By the programs that knew texts only, and by the first that knew images. */
  @ParameterizedTest
  @CsvSource({
    "bert, 69ce2a387112e3ad05e17ab7797fb4ba45e283d82eec92ef2b0853b05f558300",
    "roberta, e203c8b4584b15bc837a980543ab93073b78e46876ff8e0d00e466fa7d893a86",
    "distilbert, 92c3d0779dd1d93c3b1c98872d43ae12c67a7229d3dce3a95d2ec8a065df14cd",
    "vit-grey, 7132069cb132f0288d97e4300d1ba46d270b058d9c1e037a1fd588edb220f3b1"
  })
  void aModelKeepsTheContentHashThatItAlwaysHad(String model, String hash) {
    Path folder = Path.of("src/test/resources/io/engram/transformers/backbone/tiny", model);
    assertThat(
            BackboneImporter.importInto(
                    work.resolve(model), new HuggingFaceFolder(folder, model, "none"))
                .contentHash())
        .isEqualTo(hash);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      model_type | "swin" | model_type swin bert deit vit
      num_channels | 4 | 1 channel (grey) or 3 4
      num_channels | 1 | image_mean has 3 values 1 channel
      patch_size | [8, 4] | patch_size 8 x 4 squares
      patch_size | 64 | 32 x 32 no patch of 64 x 64
      patch_size | 4 | tensors [1, 65, 32]
      image_size | "32" | image_size "32"
      image_size | [32, 0] | image_size [32,0]
      image_size | 64 | position_embeddings [1, 65, 32] [1, 17, 32]
      qkv_bias | 1 | qkv_bias true or false
      num_attention_heads | 5 | heads 5
      num_hidden_layers | 4 | encoder.layer.3.attention missing
      hidden_size | 64 | tensors [64]
      model_type | "deit" | distillation_token missing
      """)
  void aModelThatCannotBeDoneIsRefusedAndSaysWhy(String key, String value, String expected)
      throws IOException {
    JsonNode replacement = new ObjectMapper().readTree(value);
    assertRefused(tiny("vit").config(config -> config.set(key, replacement)), expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      image_processor_type | "SwinImageProcessor" | SwinImageProcessor ViT
      size | {"shortest_edge": 32} | many sizes
      size | {"height": 4, "width": 4} | 4 x 4 no patch
      image_mean | [0.5, 0.5] | image_mean 2 values 3 channels
      resample | 5 | resample 5
      """)
  void imageSettingsThatCannotBeDoneAreRefusedAndSayWhy(String key, String value, String expected)
      throws IOException {
    JsonNode replacement = new ObjectMapper().readTree(value);
    assertRefused(
        tiny("vit").json("preprocessor_config.json", settings -> settings.set(key, replacement)),
        "preprocessor_config.json " + expected);
  }

  @Test
  void aFolderWithoutImageSettingsIsRefusedAndSaysWhatToDo() throws IOException {
    assertRefused(
        tiny("vit").delete("preprocessor_config.json"),
        "preprocessor_config.json missing guessed AutoImageProcessor");
  }

  private void assertRefused(TinyHuggingFace tiny, String expected) {
    Path target = work.resolve("refused");
    assertThatThrownBy(() -> tiny.importInto(target))
        .isInstanceOfAny(BackboneException.class, WeightFileException.class)
        .hasMessageContainingAll(expected.split(" "));
    assertThat(target).doesNotExist();
  }
}
