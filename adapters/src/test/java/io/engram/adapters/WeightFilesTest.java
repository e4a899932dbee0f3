package io.engram.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.transformers.backbone.TinyBackbone;
import io.engram.transformers.weights.FloatTensor;
import io.engram.transformers.weights.Safetensors;
import io.engram.transformers.weights.WeightFileException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WeightFilesTest {
  private static final Head HEAD =
      new Head(
          new LabelSpace(List.of("bird", "fish, \"odd\" ü\n", "worm")),
          FloatTensor.matrix(3, 2, new float[] {1, 2, 3, 4, 5, Float.MIN_VALUE}),
          FloatTensor.vector(-1, 0, 1));

  private static AdapterWeights adapter(AdapterKind kind) {
    return AdapterInitializer.fresh(AdapterConfigs.of(kind, 3, 1), TinyBackbone.config(), 2);
  }

  @ParameterizedTest
  @EnumSource(AdapterKind.class)
  void anAdapterComesBackAsItWas(AdapterKind kind) {
    AdapterWeights weights = adapter(kind);
    byte[] bytes = AdapterFile.toBytes(weights);
    assertThat(AdapterFile.fromBytes(bytes)).isEqualTo(weights);
    assertThat(AdapterFile.toBytes(AdapterFile.fromBytes(bytes))).isEqualTo(bytes);
  }

  @Test
  void aHeadComesBackAsItWas() {
    byte[] bytes = HeadFile.toBytes(HEAD);
    assertThat(HeadFile.fromBytes(bytes)).isEqualTo(HEAD);
    assertThat(HeadFile.toBytes(HeadFile.fromBytes(bytes))).isEqualTo(bytes);
  }

  @Test
  void aHeadOnRandomFeaturesComesBackAndIsOfANewerFormat() {
    Head head =
        new Head(
            HEAD.labels(),
            Optional.of(new RandomFeatures(Long.MIN_VALUE, 7, 2)),
            HEAD.weight(),
            HEAD.bias());
    byte[] bytes = HeadFile.toBytes(head);
    assertThat(HeadFile.fromBytes(bytes)).isEqualTo(head);
    assertThat(Safetensors.of("head", bytes).metadata()).containsEntry("version", "2");
    assertThat(Safetensors.of("head", HeadFile.toBytes(HEAD)).metadata())
        .containsOnlyKeys("format", "version", "classes")
        .containsEntry("version", "1");
  }

  @Test
  void aHeadOnUnknownFeaturesIsRefused() {
    Map<String, String> metadata =
        Map.of(
            "format",
            "engram-head",
            "version",
            "2",
            "classes",
            "[\"a\",\"b\",\"c\"]",
            "features",
            "cosine");
    byte[] bytes =
        Safetensors.toBytes(
            new TreeMap<>(Map.of("weight", HEAD.weight(), "bias", HEAD.bias())), metadata);
    assertThatThrownBy(() -> HeadFile.fromBytes(bytes))
        .isInstanceOf(WeightFileException.class)
        .hasMessage("head: features 'cosine' are not known to this version, only random-relu are");
  }

  @Test
  void oneIsNotTakenForTheOther() {
    assertThatThrownBy(() -> HeadFile.fromBytes(AdapterFile.toBytes(adapter(AdapterKind.HOULSBY))))
        .isInstanceOf(WeightFileException.class)
        .hasMessage("head: expected format engram-head, got engram-adapter");
  }

  @Test
  void aMissingTensorIsNamed() {
    SortedMap<String, FloatTensor> tensors = new TreeMap<>(adapter(AdapterKind.HOULSBY).tensors());
    tensors.remove("layer.2.attention.up.weight");
    byte[] bytes = Safetensors.toBytes(tensors, metadata("houlsby", "1"));
    assertThatThrownBy(() -> AdapterFile.fromBytes(bytes))
        .isInstanceOf(WeightFileException.class)
        .hasMessageContaining("layer.2.attention.up.weight")
        .hasMessageContaining("[32, 3]");
  }

  @Test
  void tensorsThatHoldNoValuesOrHaveNoDimensionAreNamedWithTheirShape() {
    SortedMap<String, FloatTensor> tensors = new TreeMap<>(adapter(AdapterKind.HOULSBY).tensors());
    tensors.put(
        "layer.1.attention.up.weight", new FloatTensor(new long[] {1L << 32, 0}, new float[0]));
    assertThatThrownBy(
            () -> AdapterFile.fromBytes(Safetensors.toBytes(tensors, metadata("houlsby", "1"))))
        .isInstanceOf(WeightFileException.class)
        .hasMessageContaining("layer.1.attention.up.weight")
        .hasMessageContaining("got [4294967296, 0]");

    String query = "layer.1.output.fusion.query.weight";
    Map<String, String> fusion = new TreeMap<>(metadata("pfeiffer", "1"));
    fusion.put("format", "engram-fusion");
    SortedMap<String, FloatTensor> scalar =
        new TreeMap<>(Map.of(query, new FloatTensor(new long[0], new float[1])));
    assertThatThrownBy(() -> FusionFile.fromBytes(Safetensors.toBytes(scalar, fusion)))
        .isInstanceOf(WeightFileException.class)
        .hasMessageStartingWith("fusion: ")
        .hasMessageContaining("layer.1.output.fusion");
  }

  @Test
  void aNewerFormatAndAnUnknownKindAreRefused() {
    SortedMap<String, FloatTensor> tensors = adapter(AdapterKind.HOULSBY).tensors();
    assertThatThrownBy(
            () -> AdapterFile.fromBytes(Safetensors.toBytes(tensors, metadata("houlsby", "2"))))
        .hasMessageContaining("format version 2, this program reads up to 1");
    assertThatThrownBy(
            () -> AdapterFile.fromBytes(Safetensors.toBytes(tensors, metadata("prefix", "1"))))
        .hasMessageContaining("kind 'prefix' is not known")
        .hasMessageContaining("[houlsby, pfeiffer, lora, full]");
  }

  @Test
  void aLoraWithoutItsRankOrWithAnImpossibleScaleIsRefused() {
    SortedMap<String, FloatTensor> tensors = adapter(AdapterKind.LORA).tensors();
    assertThatThrownBy(
            () -> AdapterFile.fromBytes(Safetensors.toBytes(tensors, metadata("lora", "1"))))
        .isInstanceOf(WeightFileException.class)
        .hasMessage("adapter: its metadata lacks 'rank'");
    for (String scale : List.of("NaN", "-1.0", "0.0", "1e999")) {
      Map<String, String> metadata = new TreeMap<>(metadata("lora", "1"));
      metadata.put("rank", "3");
      metadata.put("scale", scale);
      assertThatThrownBy(() -> AdapterFile.fromBytes(Safetensors.toBytes(tensors, metadata)))
          .isInstanceOf(WeightFileException.class)
          .hasMessageContaining("scale");
    }
  }

  @Test
  void everyScaleOfALoraComesBackHoweverManyDigitsItHas() {
    for (double scale :
        new double[] {1 / 24.0, 0.001 / 0.7, 100 / 3.0, Double.MIN_VALUE, Double.MAX_VALUE}) {
      LoraConfig config = new LoraConfig(3, scale, 1);
      AdapterWeights weights = new AdapterWeights(config, adapter(AdapterKind.LORA).tensors());
      assertThat(AdapterFile.fromBytes(AdapterFile.toBytes(weights)).config()).isEqualTo(config);
    }
  }

  private static Map<String, String> metadata(String kind, String version) {
    return Map.of(
        "format",
        "engram-adapter",
        "version",
        version,
        "kind",
        kind,
        "width",
        "3",
        "fromLayer",
        "1");
  }
}
