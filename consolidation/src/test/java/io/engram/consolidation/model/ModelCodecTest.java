package io.engram.consolidation.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.engram.adapters.AdapterConfig;
import io.engram.adapters.AdapterConfigs;
import io.engram.adapters.AdapterInitializer;
import io.engram.adapters.AdapterKind;
import io.engram.adapters.AdapterWidening;
import io.engram.adapters.Head;
import io.engram.adapters.prediction.TaskFusion;
import io.engram.adapters.prediction.TinyServing;
import io.engram.consolidation.distillation.Reservoir;
import io.engram.consolidation.pool.AdapterPool;
import io.engram.consolidation.store.ObjectRef;
import io.engram.consolidation.strategy.LearnedTask;
import io.engram.consolidation.strategy.LearnerSettings;
import io.engram.consolidation.strategy.LearnerState;
import io.engram.consolidation.strategy.RouterRule;
import io.engram.consolidation.strategy.SettingsChoice;
import io.engram.consolidation.task.SplitCounts;
import io.engram.consolidation.task.SplitRule;
import io.engram.consolidation.task.TableSource;
import io.engram.consolidation.task.TaskColumns;
import io.engram.consolidation.task.TaskId;
import io.engram.consolidation.task.TaskManifest;
import io.engram.transformers.backbone.TinyBackbone;
import io.engram.transformers.lake.BackboneRef;
import io.engram.transformers.lake.ContentHash;
import io.engram.transformers.lake.LakeFile;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelCodecTest {
  private final InMemory objects = new InMemory();

  /** Objects by hash. */
  private static final class InMemory implements ModelObjects {
    private final Map<String, byte[]> contents = new HashMap<>();

    @Override
    public ObjectRef put(byte[] content, String extension) {
      String hash = ContentHash.sha256(content);
      contents.put(hash, content);
      return new ObjectRef(hash, extension, content.length);
    }

    @Override
    public byte[] read(ObjectRef ref) {
      return contents.get(ref.sha256());
    }
  }

  @ParameterizedTest
  @EnumSource(value = AdapterKind.class, mode = EnumSource.Mode.EXCLUDE, names = "FULL")
  void aModelWithAWiderSlotComesBackAsItWas(AdapterKind kind) throws IOException {
    StoredModel model = model(kind, 12, true);
    byte[] json = ModelCodec.encode(model, Locations.IN_STORE, objects).json();
    StoredModel read = ModelCodec.decode(json, objects);
    assertThat(read.settings()).isEqualTo(model.settings());
    assertThat(read.state().pool()).isEqualTo(model.state().pool());
    assertThat(ModelCodec.serving(json, objects).slots().get(0).config())
        .isEqualTo(AdapterConfigs.of(kind, 12, 1));
  }

  @Test
  void aChangeOfAllWeightsComesBackAsItWas() throws IOException {
    StoredModel model = model(AdapterKind.FULL, 0, false);
    byte[] json = ModelCodec.encode(model, Locations.IN_STORE, objects).json();
    assertThat(ModelCodec.decode(json, objects).state().pool()).isEqualTo(model.state().pool());
    assertThat(ModelCodec.settingsTree(model.settings()).path("adapter").toString())
        .isEqualTo("{\"kind\":\"full\",\"width\":64,\"fromLayer\":1}");
  }

  @Test
  void lowRankAdaptersHaveFieldsOfTheirOwn() throws IOException {
    JsonNode settings = ModelCodec.settingsTree(model(AdapterKind.LORA, 12, false).settings());
    assertThat(settings.path("adapter").toString())
        .isEqualTo("{\"kind\":\"lora\",\"rank\":4,\"scale\":2.0,\"fromLayer\":1}");
  }

  @Test
  void settingsThatAnOlderProgramDidNotHaveAreWrittenOnlyWhereTheyAreUsed() throws IOException {
    JsonNode usual = ModelCodec.settingsTree(model(AdapterKind.HOULSBY, 0, false).settings());
    assertThat(usual.has("slotWidth")).isFalse();
    assertThat(usual.has("trainHeads")).isFalse();
    assertThat(usual.has("router")).isFalse();
    JsonNode chosen = ModelCodec.settingsTree(model(AdapterKind.HOULSBY, 12, true).settings());
    assertThat(chosen.path("slotWidth").asInt()).isEqualTo(12);
    assertThat(chosen.path("trainHeads").asBoolean()).isTrue();
    assertThat(chosen.path("router").asText()).isEqualTo("AUTO");
    StoredModel model = model(AdapterKind.HOULSBY, 12, true);
    byte[] json = ModelCodec.encode(model, Locations.IN_STORE, objects).json();
    assertThat(ModelCodec.decode(json, objects).settings()).isEqualTo(model.settings());
  }

  @Test
  void aModelOfAnOlderProgramIsReadAsWhatItDid() throws IOException {
    StoredModel model = model(AdapterKind.PFEIFFER, 0, false);
    byte[] json = ModelCodec.encode(model, Locations.IN_STORE, objects).json();
    LearnerSettings read = ModelCodec.decode(json, objects).settings();
    assertThat(read).isEqualTo(model.settings());
    assertThat(read.slotWidth()).isZero();
    assertThat(read.trainHeads()).isFalse();
    assertThat(read.router()).isEqualTo(RouterRule.LDA);
  }

  @Test
  void aKindOfALaterProgramIsRefusedByName() throws IOException {
    byte[] json =
        ModelCodec.encode(model(AdapterKind.LORA, 12, false), Locations.IN_STORE, objects).json();
    ObjectNode tree = (ObjectNode) new JsonMapper().readTree(json);
    ((ObjectNode) tree.at("/pool/slots/0/adapter/config")).put("kind", "prefix");
    byte[] later = new JsonMapper().writeValueAsBytes(tree);
    assertThatThrownBy(() -> ModelCodec.decode(later, objects))
        .hasMessageContaining("kind 'prefix'")
        .hasMessageContaining("[houlsby, pfeiffer, lora, full]");
  }

  @Test
  void aFusedTaskComesBackAndNoOlderProgramTakesItForAPlainOne() throws IOException {
    StoredModel model = fused();
    ModelCodec.Encoded encoded = ModelCodec.encode(model, Locations.IN_STORE, objects);
    JsonNode slot = new JsonMapper().readTree(encoded.json()).at("/tasks/0/slot");
    assertThat(slot.isObject()).isTrue();
    assertThat(slot.path("kind").asText()).isEqualTo("fusion");
    assertThat(slot.path("own").asInt()).isEqualTo(1);
    assertThat(slot.path("over").toString()).isEqualTo("[1,0]");
    assertThat(encoded.objects())
        .extracting(ObjectRef::sha256)
        .contains(slot.path("weights").path("sha256").asText());
    LearnerState read = ModelCodec.decode(encoded.json(), objects).state();
    assertThat(read.pool()).isEqualTo(model.state().pool());
    assertThat(read.tasks()).isEqualTo(model.state().tasks());
    assertThat(ModelCodec.serving(encoded.json(), objects)).isEqualTo(model.state().serving());
    assertThat(ModelOutline.read(encoded.json()).task("food").orElseThrow().slot()).isEqualTo("1");
  }

  @Test
  void aTemperatureIsInTheHeadThatServesAndNotInTheOneThatTeaches() throws IOException {
    StoredModel model = fused();
    byte[] json = ModelCodec.encode(model, Locations.IN_STORE, objects).json();
    assertThat(new JsonMapper().readTree(json).at("/tasks/0/temperature").asDouble()).isEqualTo(.5);
    Head teaches = ModelCodec.decode(json, objects).state().task("food").orElseThrow().head();
    Head serves = ModelCodec.serving(json, objects).tasks().get("food").head();
    assertThat(teaches).isEqualTo(TinyServing.head(TinyBackbone.config(), 2, 5));
    assertThat(serves).isEqualTo(teaches.scaled(2));
  }

  @Test
  void aSecondHeadIsAnObjectOfTheModelAndComesBack() throws IOException {
    StoredModel model = fused();
    ModelCodec.Encoded encoded = ModelCodec.encode(model, Locations.IN_STORE, objects);
    JsonNode task = new JsonMapper().readTree(encoded.json()).at("/tasks/0");
    assertThat(encoded.objects())
        .extracting(ObjectRef::sha256)
        .contains(task.at("/secondHead/sha256").asText());
    assertThat(ModelCodec.serving(encoded.json(), objects).tasks().get("food").second())
        .contains(TinyServing.head(TinyBackbone.config(), 2, 8));
  }

  @Test
  void aTaskOfAnOlderProgramHasNoTemperatureAndIsServedByItsHeadAsItIs() throws IOException {
    byte[] json = ModelCodec.encode(fused(), Locations.IN_STORE, objects).json();
    ObjectNode tree = (ObjectNode) new JsonMapper().readTree(json);
    ((ObjectNode) tree.at("/tasks/0")).remove("temperature");
    byte[] older = new JsonMapper().writeValueAsBytes(tree);
    LearnedTask task = ModelCodec.decode(older, objects).state().task("food").orElseThrow();
    assertThat(task.temperature()).isEqualTo(1);
    assertThat(ModelCodec.serving(older, objects).tasks().get("food").head())
        .isEqualTo(task.head());
  }

  @Test
  void aTemperatureOfNothingIsRefused() throws IOException {
    byte[] json = ModelCodec.encode(fused(), Locations.IN_STORE, objects).json();
    ObjectNode tree = (ObjectNode) new JsonMapper().readTree(json);
    ((ObjectNode) tree.at("/tasks/0")).put("temperature", 0);
    byte[] wrong = new JsonMapper().writeValueAsBytes(tree);
    assertThatThrownBy(() -> ModelCodec.serving(wrong, objects))
        .hasMessageContaining("temperature of task food must be above 0, is 0.0");
  }

  @Test
  void anotherWayToServeATaskIsRefusedByName() throws IOException {
    byte[] json = ModelCodec.encode(fused(), Locations.IN_STORE, objects).json();
    ObjectNode tree = (ObjectNode) new JsonMapper().readTree(json);
    ((ObjectNode) tree.at("/tasks/0/slot")).put("kind", "stack");
    byte[] later = new JsonMapper().writeValueAsBytes(tree);
    assertThatThrownBy(() -> ModelCodec.decode(later, objects))
        .hasMessageContaining("slot of task food must be a number from 0")
        .hasMessageContaining("\"kind\":\"stack\"");
  }

  private static StoredModel fused() throws IOException {
    StoredModel model = model(AdapterKind.HOULSBY, 12, false);
    AdapterPool pool =
        model
            .state()
            .pool()
            .append(TinyServing.adapter(AdapterKind.HOULSBY, TinyBackbone.config(), 1, 4), "food");
    LearnedTask task =
        new LearnedTask(
            manifest("food"),
            TinyServing.head(TinyBackbone.config(), 2, 5),
            1,
            Optional.empty(),
            Optional.empty(),
            Optional.of(
                new TaskFusion(List.of(1, 0), TinyServing.fusion(TinyBackbone.config(), 1, 6))),
            .5,
            Optional.of(TinyServing.head(TinyBackbone.config(), 2, 8)));
    return new StoredModel(
        1,
        model.backbone(),
        model.settings(),
        new LearnerState(1, pool, List.of(task), new Reservoir(1, 5)));
  }

  private static TaskManifest manifest(String id) {
    return new TaskManifest(
        new TaskId(id),
        TaskColumns.defaults(),
        SplitRule.defaults(),
        List.of("c0", "c1"),
        new TreeMap<>(Map.of("c0", new SplitCounts(2, 0, 1), "c1", new SplitCounts(2, 0, 1))),
        "0".repeat(64),
        TableSource.of("memory", "memory", Map.of()),
        new TaskManifest.TextSizes(10, 5, 0));
  }

  private static StoredModel model(AdapterKind kind, int slotWidth, boolean trainHeads)
      throws IOException {
    SettingsChoice d = SettingsChoice.defaults();
    AdapterConfig adapter = AdapterConfigs.of(kind, 4, 1);
    LearnerSettings settings =
        new LearnerSettings(
            "ada",
            2,
            "leep",
            adapter,
            32,
            d.training(),
            d.consolidation(),
            d.start(),
            slotWidth,
            trainHeads,
            5,
            d.identity(),
            1,
            Collections.emptySortedMap(),
            trainHeads ? RouterRule.AUTO : RouterRule.LDA);
    AdapterPool pool =
        AdapterPool.empty(2)
            .append(
                AdapterWidening.widen(
                    AdapterInitializer.fresh(adapter, TinyBackbone.config(), 2),
                    Math.max(adapter.width(), slotWidth),
                    3),
                "animal");
    return new StoredModel(
        1,
        new BackboneRef(
            "0".repeat(64), List.of(new LakeFile("engram-backbone.json", 1, "0".repeat(64)))),
        settings,
        new LearnerState(1, pool, List.of(), new Reservoir(1, 5)));
  }
}
