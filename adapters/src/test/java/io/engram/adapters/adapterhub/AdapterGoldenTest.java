package io.engram.adapters.adapterhub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.adapters.Adapter;
import io.engram.adapters.AdapterConfigs;
import io.engram.adapters.AdapterKind;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.FullConfig;
import io.engram.adapters.LoraConfig;
import io.engram.adapters.training.AdaptedStudent;
import io.engram.transformers.backbone.BertEncoder;
import io.engram.transformers.runtime.TensorScope;
import io.engram.transformers.weights.Safetensors;
import io.engram.transformers.weights.WeightFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Against PyTorch and the Python library adapters 1.3: see adapter_goldens.py and full_goldens.py
 * in src/test/python.
 */
class AdapterGoldenTest {
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

  private static Safetensors golden(AdapterKind kind) {
    return Safetensors.open(FOLDER.resolve(kind.shortName()).resolve("golden.safetensors"));
  }

  @ParameterizedTest
  @EnumSource(AdapterKind.class)
  void anAdapterFromPythonGivesTheSameHiddenStates(AdapterKind kind) throws IOException {
    AdapterWeights weights = GoldenAdapters.weights(FOLDER, kind);
    assertThat(weights.config())
        .isEqualTo(
            switch (kind) {
              case LORA -> LoraConfig.ofAlpha(4, 6, 1);
              case FULL -> new FullConfig(48, 1);
              case HOULSBY, PFEIFFER -> AdapterConfigs.of(kind, 8, 1);
            });
    try (Safetensors golden = golden(kind)) {
      GoldenStep.assertClose(
          "last", GoldenAdapters.last(encoder, weights, golden).values(), golden);
    }
  }

  @ParameterizedTest
  @EnumSource(AdapterKind.class)
  void lossGradientsAndOneOptimiserStepAreThoseOfTorch(AdapterKind kind) throws IOException {
    AdapterWeights weights = GoldenAdapters.weights(FOLDER, kind);
    try (Safetensors golden = golden(kind);
        TensorScope owner = TensorScope.open();
        Adapter adapter = Adapter.of(weights, owner.manager(), true)) {
      GoldenStep.assertIsThatOfTorch(new AdaptedStudent(encoder, adapter), golden, owner.manager());
    }
  }

  /** The other half is the script's check command, which loads this folder into the library. */
  @ParameterizedTest
  @EnumSource(value = AdapterKind.class, mode = EnumSource.Mode.EXCLUDE, names = "FULL")
  void writesTheFolderThatTheLibraryWasSeenToLoad(AdapterKind kind) throws IOException {
    AdapterWeights weights = GoldenAdapters.ours(kind);
    Path seen = FOLDER.resolve("java-" + kind.shortName());
    AdapterHubFolder.write(temporary, "from_java", weights, GoldenAdapters.ENCODER);
    for (String file : new String[] {"adapter_config.json", "adapter.safetensors"}) {
      assertThat(temporary.resolve(file)).hasSameBinaryContentAs(seen.resolve(file));
    }
    assertThat(AdapterHubFolder.read(temporary)).isEqualTo(weights);
    try (Safetensors golden = golden(kind);
        Safetensors hidden = Safetensors.open(seen.resolve("hidden.safetensors"))) {
      GoldenStep.assertClose(
          "last", GoldenAdapters.last(encoder, weights, golden).values(), hidden);
    }
  }

  @Test
  void theLibraryHasNothingLikeAChangeOfAllWeightsAndTheFolderIsNotWritten() throws IOException {
    AdapterWeights weights = GoldenAdapters.weights(FOLDER, AdapterKind.FULL);
    Path folder = temporary.resolve("full");
    assertThatThrownBy(() -> AdapterHubFolder.write(folder, "x", weights, GoldenAdapters.ENCODER))
        .isInstanceOf(WeightFileException.class)
        .hasMessageContaining("nothing like an adapter of kind 'full'");
    assertThat(folder).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"scaling\" : 1.0; \"scaling\" : 4.0; 'scaling' should be 1.0",
        "\"non_linearity\" : \"swish\"; \"non_linearity\" : \"gelu\"; 'non_linearity'",
        "\"leave_out\" : [ 0 ]; \"leave_out\" : [ 1 ]; 'leave_out' should be [0, 1, ... s-1]"
      })
  void anAdapterThatComputesSomethingElseIsRefused(String from, String to, String message)
      throws IOException {
    refused(AdapterKind.HOULSBY, from, to, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"r\" : 12; \"r\" : 8; 'r' should be 12",
        "\"q\", \"v\"; \"q\", \"k\"; 'attn_matrices' should be",
        "\"use_dora\" : false; \"use_dora\" : true; 'use_dora' should be false",
        "\"alpha\" : 18; \"alpha\" : 0; 'alpha' should be a number greater than 0",
        "\"vera_d\" : null; \"vera_d\" : 0.1; 'vera_d' should be null"
      })
  void aLowRankAdapterThatComputesSomethingElseIsRefused(String from, String to, String message)
      throws IOException {
    refused(AdapterKind.LORA, from, to, message);
  }

  private void refused(AdapterKind kind, String from, String to, String message)
      throws IOException {
    AdapterHubFolder.write(temporary, "x", GoldenAdapters.ours(kind), GoldenAdapters.ENCODER);
    Path config = temporary.resolve("adapter_config.json");
    String json = Files.readString(config);
    assertThat(json).contains(from);
    Files.writeString(config, json.replace(from, to));
    assertThatThrownBy(() -> AdapterHubFolder.read(temporary))
        .isInstanceOf(WeightFileException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({
    "BERT, encoder.layer.3.attention.output.adapters.a.adapter_down.0.weight",
    "DISTILBERT, transformer.layer.3.attention_adapters.adapters.a.adapter_down.0.weight",
    "VIT, encoder.layer.3.attention_adapters.adapters.a.adapter_down.0.weight"
  })
  void namesFollowTheFamilyOfTheEncoder(LibraryLayout layout, String name) {
    String ours = "layer.3.attention.down.weight";
    assertThat(TensorNames.toLibrary(ours, "a", layout)).isEqualTo(name);
    assertThat(TensorNames.fromLibrary(name)).isEqualTo(ours);
    assertThat(TensorNames.fromLibrary("roberta." + name)).isEqualTo(ours);
  }

  @ParameterizedTest
  @CsvSource({
    "BERT, encoder.layer.3.attention.self.query.loras.a.lora_A, query.lora_A",
    "BERT, encoder.layer.3.attention.self.value.loras.a.lora_B, value.lora_B",
    "DISTILBERT, transformer.layer.3.attention.q_lin.loras.a.lora_A, query.lora_A",
    "DISTILBERT, transformer.layer.3.attention.v_lin.loras.a.lora_B, value.lora_B",
    "VIT, encoder.layer.3.attention.attention.query.loras.a.lora_A, query.lora_A",
    "VIT, encoder.layer.3.attention.attention.value.loras.a.lora_B, value.lora_B"
  })
  void namesOfLowRankTensorsToo(LibraryLayout layout, String name, String part) {
    String ours = "layer.3.attention." + part;
    assertThat(TensorNames.toLibrary(ours, "a", layout)).isEqualTo(name);
    assertThat(TensorNames.fromLibrary(name)).isEqualTo(ours);
    assertThat(TensorNames.fromLibrary("roberta." + name)).isEqualTo(ours);
  }
}
