package io.engram.adapters.adapterhub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.adapters.AdapterKind;
import io.engram.adapters.AdapterStack;
import io.engram.adapters.BottleneckConfig.Placement;
import io.engram.adapters.Fusion;
import io.engram.adapters.FusionConfig;
import io.engram.adapters.training.FusedStudent;
import io.engram.transformers.backbone.BertEncoder;
import io.engram.transformers.runtime.TensorScope;
import io.engram.transformers.weights.Safetensors;
import io.engram.transformers.weights.WeightFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Against PyTorch and the Python library adapters 1.3: see src/test/python/fusion_goldens.py. */
class FusionGoldenTest {
  private static final Path FOLDER = GoldenAdapters.folder();

  private static BertEncoder encoder;

  @TempDir Path temporary;

  @BeforeAll
  static void load() throws IOException {
    encoder = GoldenAdapters.encoder(FOLDER);
  }

  @AfterAll
  static void close() {
    encoder.close();
  }

  private static FusionFolder.Named theirs(AdapterKind kind) {
    return FusionFolder.read(FOLDER.resolve("fusion-" + kind.shortName()), 1);
  }

  @ParameterizedTest
  @EnumSource(
      value = AdapterKind.class,
      names = {"HOULSBY", "PFEIFFER"})
  void aFusionSavedByTheLibraryGivesTheSameHiddenStates(AdapterKind kind) throws IOException {
    FusionFolder.Named fusion = theirs(kind);
    assertThat(fusion.adapters()).isEqualTo(GoldenFusions.NAMES);
    assertThat(fusion.weights().config().kind()).isEqualTo(kind);
    assertThat(fusion.weights().parameters())
        .isEqualTo((kind == AdapterKind.HOULSBY ? 4 : 2) * (3 * 32 * 32 + 32))
        .isEqualTo(fusion.weights().config().parameters(3, 32));
    try (Safetensors golden = GoldenFusions.golden(FOLDER, kind)) {
      GoldenStep.assertClose(
          "last",
          GoldenFusions.last(encoder, fusion.weights(), GoldenFusions.theirs(kind, golden), golden)
              .values(),
          golden);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = AdapterKind.class,
      names = {"HOULSBY", "PFEIFFER"})
  void lossGradientsAndOneOptimiserStepAreThoseOfTorch(AdapterKind kind) throws IOException {
    try (Safetensors golden = GoldenFusions.golden(FOLDER, kind);
        TensorScope owner = TensorScope.open();
        Fusion fusion =
            new Fusion(
                theirs(kind).weights(),
                AdapterStack.of(GoldenFusions.theirs(kind, golden), owner.manager()),
                owner.manager(),
                true)) {
      GoldenStep.assertIsThatOfTorch(new FusedStudent(encoder, fusion), golden, owner.manager());
    }
  }

  /** The other half is the script's check command, which loads this folder into the library. */
  @ParameterizedTest
  @EnumSource(
      value = AdapterKind.class,
      names = {"HOULSBY", "PFEIFFER"})
  void writesTheFolderThatTheLibraryWasSeenToLoad(AdapterKind kind) throws IOException {
    Path seen = FOLDER.resolve("java-fusion-" + kind.shortName());
    GoldenFusions.write(temporary, kind);
    for (String file :
        new String[] {
          "adapter_fusion_config.json",
          "model_adapter_fusion.safetensors",
          "c/adapter_config.json",
          "c/adapter.safetensors"
        }) {
      assertThat(temporary.resolve(file)).hasSameBinaryContentAs(seen.resolve(file));
    }
    assertThat(FusionFolder.read(temporary, 1))
        .isEqualTo(new FusionFolder.Named(GoldenFusions.NAMES, GoldenFusions.fusion(kind)));
    try (Safetensors golden = GoldenFusions.golden(FOLDER, kind);
        Safetensors hidden = Safetensors.open(seen.resolve("hidden.safetensors"))) {
      GoldenStep.assertClose(
          "last",
          GoldenFusions.last(
                  encoder, GoldenFusions.fusion(kind), GoldenFusions.adapters(kind), golden)
              .values(),
          hidden);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"temperature\" : false; \"temperature\" : true; 'temperature' should be false",
        "\"value\" : true; \"value\" : false; 'value' should be true for a dynamic fusion",
        "\"query_before_ln\" : false; \"query_before_ln\" : true; 'query_before_ln'"
      })
  void aFusionThatComputesSomethingElseIsRefused(String from, String to, String message)
      throws IOException {
    GoldenFusions.write(temporary, AdapterKind.PFEIFFER);
    Path config = temporary.resolve("adapter_fusion_config.json");
    String json = Files.readString(config);
    assertThat(json).contains(from);
    Files.writeString(config, json.replace(from, to));
    assertThatThrownBy(() -> FusionFolder.read(temporary, 1))
        .isInstanceOf(WeightFileException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({
    "BERT, encoder.layer.3.attention.output.adapter_fusion_layer.a%b.query.weight",
    "DISTILBERT, transformer.layer.3.attention_adapters.adapter_fusion_layer.a%b.query.weight",
    "VIT, encoder.layer.3.attention_adapters.adapter_fusion_layer.a%b.query.weight"
  })
  void namesFollowTheFamilyOfTheEncoder(LibraryLayout layout, String name) {
    String theirs = name.replace('%', ',');
    String ours = "layer.3.attention.fusion.query.weight";
    assertThat(FusionNames.toLibrary(ours, "a,b", layout)).isEqualTo(theirs);
    assertThat(FusionNames.fromLibrary("roberta." + theirs)).contains(ours);
    assertThat(FusionNames.fromLibrary(theirs.replace("query.weight", "key.bias"))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = AdapterKind.class,
      names = {"HOULSBY", "PFEIFFER"})
  void theBiasOfTheKeysThatIsLeftOutIsNotZeroInTheGolden(AdapterKind kind) throws IOException {
    Path file = FOLDER.resolve("fusion-" + kind.shortName());
    try (Safetensors theirs = Safetensors.open(file.resolve("model_adapter_fusion.safetensors"))) {
      String name = "encoder.layer.2.output.adapter_fusion_layer.a,b,c.key.bias";
      assertThat(theirs.read(name).values()).doesNotContain(0f);
    }
    assertThat(theirs(kind).weights().config())
        .isEqualTo(
            new FusionConfig(
                kind == AdapterKind.HOULSBY ? Placement.HOULSBY : Placement.PFEIFFER, 1));
  }
}
