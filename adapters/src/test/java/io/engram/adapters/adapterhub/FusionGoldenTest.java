package io.engram.adapters.adapterhub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.training.GradientCollector;
import io.engram.adapters.AdapterKind;
import io.engram.adapters.AdapterStack;
import io.engram.adapters.BottleneckConfig.Placement;
import io.engram.adapters.Fusion;
import io.engram.adapters.FusionConfig;
import io.engram.adapters.training.AdamW;
import io.engram.adapters.training.CrossEntropyObjective;
import io.engram.adapters.training.FusedStudent;
import io.engram.adapters.training.RowBatch;
import io.engram.adapters.training.ToyRows;
import io.engram.transformers.backbone.BertEncoder;
import io.engram.transformers.runtime.NeuralRuntime;
import io.engram.transformers.runtime.TensorScope;
import io.engram.transformers.weights.Safetensors;
import io.engram.transformers.weights.WeightFileException;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Against PyTorch and the Python library adapters 1.3: see src/test/python/fusion_goldens.py. */
class FusionGoldenTest {
  private static final float TOLERANCE = 1e-5f;
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

  private static void assertClose(String what, float[] actual, float[] expected) {
    assertThat(actual).as(what).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(Math.abs(actual[i] - expected[i]))
          .as("%s[%d] is %s, expected %s", what, i, actual[i], expected[i])
          .isLessThan(TOLERANCE);
    }
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
      assertClose(
          "last",
          GoldenFusions.last(encoder, fusion.weights(), GoldenFusions.theirs(kind, golden), golden)
              .values(),
          golden.read("last").values());
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
                true);
        CrossEntropyObjective objective =
            CrossEntropyObjective.of(ToyRows.labels(3), 32, owner.manager(), 1);
        AdamW optimiser = new AdamW(owner.manager(), 0.01)) {
      for (String name : objective.parameters().keySet()) {
        objective.parameters().get(name).set(FloatBuffer.wrap(golden.read(name).values()));
      }
      FusedStudent student = new FusedStudent(encoder, fusion);
      optimiser.add(student.parameters(), 1e-3, student::decays);
      optimiser.add(objective.parameters(), 1e-2);
      collect(student, objective, golden);
      SortedMap<String, NDArray> trained = new TreeMap<>(student.parameters());
      trained.putAll(objective.parameters());
      trained.forEach(
          (name, array) -> {
            try (NDArray gradient = array.getGradient()) {
              assertClose(
                  "grad." + name, gradient.toFloatArray(), golden.read("grad." + name).values());
            }
          });
      optimiser.step(1);
      trained.forEach(
          (name, array) ->
              assertClose(
                  "next." + name, array.toFloatArray(), golden.read("next." + name).values()));
      assertThat(golden.names().stream().filter(name -> name.startsWith("next.")).count())
          .isEqualTo(trained.size());
    }
  }

  private static void collect(
      FusedStudent student, CrossEntropyObjective objective, Safetensors golden) {
    try (TensorScope scope = TensorScope.open();
        GradientCollector collector = NeuralRuntime.get().engine().newGradientCollector()) {
      RowBatch batch =
          new RowBatch(
              scope.manager(),
              GoldenAdapters.array(golden.read("below"), scope.manager()),
              GoldenAdapters.mask(golden, scope.manager()),
              null,
              null,
              GoldenAdapters.ints(golden.read("labels")));
      NDArray pooled = student.pooled(batch);
      assertClose("pooled", pooled.toFloatArray(), golden.read("pooled").values());
      NDArray loss = objective.loss(pooled, batch);
      assertClose("loss", new float[] {loss.getFloat()}, golden.read("loss").values());
      NDArray penalty = student.penalty(scope.manager()).orElseThrow();
      assertClose("penalty", new float[] {penalty.getFloat()}, golden.read("penalty").values());
      collector.backward(loss.add(penalty));
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
      assertClose(
          "last",
          GoldenFusions.last(
                  encoder, GoldenFusions.fusion(kind), GoldenFusions.adapters(kind), golden)
              .values(),
          hidden.read("last").values());
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
