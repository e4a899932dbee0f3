package io.engram.consolidation.distillation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.engram.adapters.Adapter;
import io.engram.adapters.AdapterConfig;
import io.engram.adapters.AdapterConfigs;
import io.engram.adapters.AdapterInitializer;
import io.engram.adapters.AdapterKind;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.HeadFile;
import io.engram.adapters.LoraConfig;
import io.engram.adapters.prediction.RowEncoder;
import io.engram.adapters.training.FeatureRow;
import io.engram.adapters.training.RowSpool;
import io.engram.adapters.training.RowSpoolWriter;
import io.engram.adapters.training.TrainingConfig;
import io.engram.adapters.training.TrainingListener;
import io.engram.transformers.backbone.BertEncoder;
import io.engram.transformers.backbone.TinyBackbone;
import io.engram.transformers.runtime.NeuralRuntime;
import io.engram.transformers.weights.WeightFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DistillerTest {
  private static final TrainingConfig TRAINING =
      new TrainingConfig(5e-3, 5e-3, 0, 0.06, 10, 16, 0, false, 3);

  private static BertEncoder backbone;

  @BeforeAll
  static void load() {
    backbone = TinyBackbone.create(5);
  }

  @AfterAll
  static void close() {
    backbone.close();
  }

  @ParameterizedTest
  @EnumSource(AdapterKind.class)
  void oneStudentLearnsToAnswerForBothTeachers(AdapterKind kind) {
    AdapterWeights slot = adapter(kind, 1);
    AdapterWeights learnt = adapter(kind, 2);
    DistillationOptions options = options(StudentStart.COPY, 0, false);
    List<FeatureRow> taught = taught(slot, learnt, RandomParts.rows(160));
    Distiller.Student result = distil(slot, learnt, taught, options);
    double before = loss(slot, taught);
    double after = loss(result.weights(), taught);
    assertThat(after).isLessThan(before / 4);
    assertThat(result.heads().heads()).isEqualTo(heads().heads());
    assertThat(result.weights().config()).isEqualTo(slot.config());
  }

  @Test
  void aCopyThatIsItsOwnTeacherHasNothingToLearn() {
    AdapterWeights slot = adapter(1);
    List<FeatureRow> taught = taught(slot, slot, RandomParts.rows(20));
    assertThat(loss(slot, taught)).isLessThan(1e-8);
  }

  @ParameterizedTest
  @EnumSource(value = AdapterKind.class, mode = EnumSource.Mode.EXCLUDE, names = "FULL")
  void aWiderStudentStartsWithWhatTheSlotKnows(AdapterKind kind) {
    AdapterWeights slot = adapter(kind, 1);
    List<FeatureRow> taught = taught(slot, slot, RandomParts.rows(20));
    AdapterWeights wide = StudentStart.COPY.student(slot, slot, 16, backbone.config(), 3);
    assertThat(wide.config()).isEqualTo(slot.config().withWidth(16));
    assertThat(loss(wide, taught)).isLessThan(1e-8);
    AdapterWeights narrower = StudentStart.COPY.student(slot, slot, 2, backbone.config(), 3);
    assertThat(narrower).isEqualTo(slot);
  }

  @ParameterizedTest
  @EnumSource(AdapterKind.class)
  void theOtherStarts(AdapterKind kind) {
    AdapterWeights slot = adapter(kind, 1);
    AdapterWeights learnt = adapter(kind, 2);
    AdapterWeights mean = StudentStart.AVERAGE.student(slot, learnt, 0, backbone.config(), 3);
    mean.tensors()
        .forEach(
            (name, tensor) -> {
              float left = slot.tensors().get(name).values()[0];
              float right = learnt.tensors().get(name).values()[0];
              assertThat(tensor.values()[0]).isEqualTo((left + right) / 2);
            });
    assertThat(StudentStart.LEARNT.student(slot, learnt, 0, backbone.config(), 3))
        .isEqualTo(learnt);
    AdapterWeights fresh = StudentStart.FRESH.student(slot, learnt, 0, backbone.config(), 3);
    assertThat(fresh).isEqualTo(AdapterInitializer.fresh(slot.config(), backbone.config(), 3));
  }

  @ParameterizedTest
  @EnumSource(StudentStart.class)
  void theStudentBeginsWhereTheOptionsSay(StudentStart start) {
    AdapterWeights slot = adapter(1);
    AdapterWeights learnt = adapter(2);
    TrainingConfig still = new TrainingConfig(1e-12, 1e-12, 0, 0, 1, 16, 0, false, TRAINING.seed());
    List<FeatureRow> taught = taught(slot, learnt, RandomParts.rows(16));
    AdapterWeights student =
        distil(slot, learnt, taught, new DistillationOptions(start, 0, false, still)).weights();
    AdapterWeights expected = start.student(slot, learnt, 0, backbone.config(), TRAINING.seed());
    expected
        .tensors()
        .forEach(
            (name, tensor) ->
                assertThat(student.tensors().get(name).values())
                    .containsExactly(tensor.values(), within(1e-7f)));
  }

  @Test
  void adaptersOfDifferentKindsOrScalesAreNotConsolidated() {
    AdapterWeights slot = adapter(AdapterKind.LORA, 1);
    for (AdapterConfig other :
        List.of(
            AdapterConfigs.of(AdapterKind.PFEIFFER, 4, RandomParts.FROM_LAYER),
            AdapterConfigs.of(AdapterKind.LORA, 4, RandomParts.FROM_LAYER + 1),
            LoraConfig.ofAlpha(4, 4, RandomParts.FROM_LAYER))) {
      AdapterWeights learnt = AdapterInitializer.fresh(other, backbone.config(), 1);
      assertThatThrownBy(() -> StudentStart.COPY.student(slot, learnt, 0, backbone.config(), 3))
          .hasMessageContaining("cannot be consolidated with " + other);
    }
    AdapterWeights wider = RandomParts.adapter(backbone.config(), AdapterKind.LORA, 2, 6);
    assertThat(StudentStart.AVERAGE.student(slot, wider, 0, backbone.config(), 3).config().width())
        .isEqualTo(6);
  }

  @Test
  void headsOfASlotComeBackFromTheirFileAndOthersAreRefused() {
    byte[] bytes = SlotHeadsFile.toBytes(heads());
    SlotHeads read = SlotHeadsFile.fromBytes(bytes, heads());
    assertThat(read.layout()).isEqualTo(heads().layout());
    assertThat(read.weight().values()).containsExactly(heads().weight().values(), within(1e-6f));
    assertThat(read.bias().values()).containsExactly(heads().bias().values(), within(1e-6f));
    SlotHeads one = new SlotHeads(Map.of("new", RandomParts.head(2, 8)));
    assertThatThrownBy(() -> SlotHeadsFile.fromBytes(bytes, one))
        .isInstanceOf(WeightFileException.class)
        .hasMessageContaining("do not fit the tasks [new]");
    assertThatThrownBy(() -> SlotHeadsFile.fromBytes(HeadFile.toBytes(RandomParts.head(2, 8)), one))
        .isInstanceOf(WeightFileException.class)
        .hasMessageContaining("engram-slot-heads");
  }

  @Test
  void sameSeedSameBytesAndNoNativeMemoryIsLeft() {
    AdapterWeights slot = adapter(1);
    AdapterWeights learnt = adapter(2);
    List<FeatureRow> taught = taught(slot, learnt, RandomParts.rows(40));
    DistillationOptions options = options(StudentStart.COPY, 6, true);
    Distiller.Student first = distil(slot, learnt, taught, options);
    int live = NeuralRuntime.get().liveArrays();
    Distiller.Student second =
        distil(slot, learnt, taught(slot, learnt, RandomParts.rows(40)), options);
    assertThat(NeuralRuntime.get().liveArrays()).isEqualTo(live);
    assertThat(second.weights()).isEqualTo(first.weights());
    assertThat(second.heads().weight()).isEqualTo(first.heads().weight());
    assertThat(second.heads().weight()).isNotEqualTo(heads().weight());
  }

  @Test
  void rowsWithTargetsOfOtherTasksAreRefused() {
    AdapterWeights slot = adapter(1);
    List<FeatureRow> taught = taught(slot, slot, RandomParts.rows(3));
    SlotHeads one = new SlotHeads(Map.of("new", RandomParts.head(2, 8)));
    try (RowSpool spool = spool(taught)) {
      Distiller distiller = new Distiller(backbone, options(StudentStart.COPY, 0, false));
      assertThatThrownBy(() -> distiller.distil(slot, slot, one, spool, TrainingListener.NONE))
          .hasMessage("rows carry 5 targets, the tasks [new] need 2");
    }
  }

  private static DistillationOptions options(StudentStart start, int width, boolean trainHeads) {
    return new DistillationOptions(start, width, trainHeads, TRAINING);
  }

  private static Distiller.Student distil(
      AdapterWeights slot,
      AdapterWeights learnt,
      List<FeatureRow> taught,
      DistillationOptions options) {
    try (RowSpool spool = spool(taught)) {
      return new Distiller(backbone, options)
          .distil(slot, learnt, heads(), spool, TrainingListener.NONE);
    }
  }

  private static double loss(AdapterWeights adapter, List<FeatureRow> taught) {
    float[][] student = new float[taught.size()][];
    float[][] target = new float[taught.size()][];
    float[][] pooled = pooled(adapter, taught);
    for (int i = 0; i < student.length; i++) {
      student[i] = heads().logits(pooled[i]);
      target[i] = taught.get(i).target();
    }
    return DistillationLoss.ofBatch(student, target);
  }

  private static List<FeatureRow> taught(
      AdapterWeights slot, AdapterWeights learnt, List<FeatureRow> rows) {
    SlotHeads heads = heads();
    float[][] old = pooled(slot, rows);
    float[][] added = pooled(learnt, rows);
    List<FeatureRow> taught = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      float[] logits = heads.logits(old[i]);
      System.arraycopy(heads.logits(added[i]), 3, logits, 3, 2);
      FeatureRow row = rows.get(i);
      taught.add(
          new FeatureRow(
              row.key(),
              -1,
              row.length(),
              row.hidden(),
              row.pooled(),
              DistillationTargets.of(logits, heads.layout())));
    }
    return taught;
  }

  private static float[][] pooled(AdapterWeights weights, List<FeatureRow> rows) {
    try (NDManager owner = NeuralRuntime.get().newManager();
        Adapter adapter = Adapter.of(weights, owner, false)) {
      return new RowEncoder(backbone, RandomParts.FROM_LAYER, adapter).pooled(rows);
    }
  }

  private static SlotHeads heads() {
    return new SlotHeads(Map.of("old", RandomParts.head(3, 7))).plus("new", RandomParts.head(2, 8));
  }

  private static AdapterWeights adapter(long seed) {
    return adapter(AdapterKind.HOULSBY, seed);
  }

  private static AdapterWeights adapter(AdapterKind kind, long seed) {
    return RandomParts.adapter(backbone.config(), kind, seed, 4);
  }

  private static RowSpool spool(List<FeatureRow> rows) {
    try (RowSpoolWriter writer = RowSpool.writer(RandomParts.HIDDEN)) {
      rows.forEach(writer::add);
      return writer.finish();
    }
  }
}
