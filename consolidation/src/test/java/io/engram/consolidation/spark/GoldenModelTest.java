package io.engram.consolidation.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.engram.adapters.AdapterKind;
import io.engram.adapters.prediction.Prediction;
import io.engram.adapters.prediction.Query;
import io.engram.adapters.prediction.ServingModel;
import io.engram.consolidation.model.StoredModel;
import io.engram.consolidation.pool.AdapterPool;
import io.engram.consolidation.spark.GoldenModel.Answer;
import io.engram.consolidation.spark.LearnOutcome.Kind;
import io.engram.consolidation.store.ModelReference;
import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.store.PythonReader;
import io.engram.consolidation.store.Verification;
import io.engram.consolidation.store.VersionRecord;
import io.engram.consolidation.store.serving.ServedModel;
import io.engram.consolidation.strategy.LearnedTask;
import io.engram.transformers.spark.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.PipelineModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that the first release learnt answers as it did then, elsewhere, and learns on. */
class GoldenModelTest extends SparkTest {
  private static final int VERSIONS = 7;

  /** What another processor may make of the same weights. */
  private static final double LAST_BITS = 1e-5;

  /** The router compares densities of features: exponentials of what is divided by variances. */
  private static final double LAST_BITS_OF_A_DENSITY = 1e-3;

  @TempDir Path temporary;
  private final Configuration conf = new Configuration();
  private List<Answer> recorded;
  private Path root;
  private ModelStore store;

  @BeforeEach
  void move() throws IOException {
    root = temporary.resolve("moved here, 100%");
    GoldenModel.copy(GoldenModel.STORE, root);
    store = ModelStore.open(root.toUri(), conf);
    recorded = GoldenModel.recorded();
  }

  private List<Answer> recorded(long version) {
    return recorded.stream().filter(answer -> answer.version() == version).toList();
  }

  private static void assertSame(List<Answer> now, List<Answer> then) {
    assertThat(now).hasSameSizeAs(then).isNotEmpty();
    for (int i = 0; i < then.size(); i++) {
      Answer old = then.get(i);
      assertThat(now.get(i).version()).as("%s", old).isEqualTo(old.version());
      assertThat(now.get(i).prediction()).as("%s", old).isEqualTo(old.prediction());
      assertThat(now.get(i).found()).as("%s", old).isEqualTo(old.found());
      assertThat(now.get(i).confidence())
          .as("%s", old)
          .isCloseTo(old.confidence(), within(LAST_BITS_OF_A_DENSITY));
      assertClose(now.get(i).probability(), old);
    }
  }

  private static void assertClose(List<Double> probability, Answer old) {
    assertThat(probability).as("%s", old).hasSameSizeAs(old.probability());
    for (int c = 0; c < probability.size(); c++) {
      assertThat(probability.get(c))
          .as("%s", old)
          .isCloseTo(old.probability().get(c), within(LAST_BITS));
    }
  }

  @Test
  void everyVersionLoadedPlainlyOrGuardedAnswersAsWhenItWasWritten() throws IOException {
    for (long number = 1; number <= VERSIONS; number++) {
      String folder = root.resolve(store.version(number).folder()).toString();
      assertSame(
          GoldenModel.ask(spark(), PipelineModel.load(folder), recorded(number)), recorded(number));
      assertSame(
          GoldenModel.ask(spark(), CheckedPipeline.load(spark(), folder), recorded(number)),
          recorded(number));
    }
  }

  @Test
  void everyVersionInPlainJavaAnswersAsWhenItWasWritten() throws IOException {
    for (long number = 1; number <= VERSIONS; number++) {
      List<Answer> then = recorded(number);
      try (ServedModel served = ServedModel.open(root + "#" + number, conf)) {
        assertThat(served.version()).isEqualTo(number);
        List<Prediction> now =
            served
                .predictor()
                .predict(then.stream().map(a -> new Query(a.text(), null, a.task())).toList());
        for (int i = 0; i < then.size(); i++) {
          List<Double> probability = new ArrayList<>();
          for (float p : now.get(i).probability()) {
            probability.add((double) p);
          }
          assertThat(now.get(i).label()).isEqualTo(then.get(i).prediction());
          assertClose(probability, then.get(i));
        }
      }
    }
  }

  @Test
  void nothingOfItIsDamagedAndTheAliasesMeanWhatTheyMeant() throws IOException {
    Verification verification = store.verifyAll();
    assertThat(verification.findings()).isEmpty();
    assertThat(verification.versions())
        .containsExactlyElementsOf(LongStream.rangeClosed(1, VERSIONS).boxed().toList());
    assertThat(store.resolve(ModelReference.parse(root + "@production")).number())
        .isEqualTo(GoldenModel.BEFORE_THE_FUSION);
    assertThat(store.aliasMoves("production")).hasSize(2);
    assertThat(store.resolve(ModelReference.parse(root + "@candidate")).number()).isEqualTo(5);
    assertThat(store.version(VERSIONS).change().restores())
        .isEqualTo(GoldenModel.BEFORE_THE_FUSION);
  }

  @Test
  void pythonReaderFindsEveryVersionAndChecksEveryFileOfIt() throws Exception {
    PythonReader.assumeIsThere();
    for (long number = 1; number <= VERSIONS; number++) {
      VersionRecord record = store.version(number);
      int files =
          record.files().size() + record.objects().size() + record.backbone().files().size();
      assertThat(PythonReader.read(root, 0, Long.toString(number)))
          .contains("\"task\": \"" + record.provenance().task() + "\"")
          .contains("\"checked\": " + files);
    }
    assertThat(PythonReader.read(root, 0, "@candidate")).contains("\"version\": 5");
  }

  @Test
  void pythonReaderComputesTheNameOfTheBackboneFromItsDocument(@TempDir Path temporary)
      throws Exception {
    PythonReader.assumeIsThere();
    String name = store.version(1).backbone().sha256();
    Path folder = root.resolve("backbones").resolve(name);
    assertThat(PythonReader.readBackbone(folder, 0)).contains(name);

    Path other = Files.createDirectory(temporary.resolve(name));
    String document = Files.readString(folder.resolve("engram-backbone.json"));
    Files.writeString(other.resolve("engram-backbone.json"), document.replace("1.0E-12", "1.0E-6"));
    assertThat(PythonReader.readBackbone(other, 1)).contains("refused", "holds backbone");
  }

  /** So that the answers above are answers of each of them. */
  @Test
  void itHoldsEveryKindOfTaskThatFormat1Knows() throws IOException {
    ServingModel serving = stored(VERSIONS - 1).state().serving();
    assertThat(serving.tasks().get("first").slot()).isZero();
    assertThat(serving.tasks().get("second").slot()).isZero();
    assertThat(serving.tasks().get("frozen").slot()).isEqualTo(ServingModel.IDENTITY_SLOT);
    assertThat(serving.tasks().get("fused").fusion().orElseThrow().slots()).containsExactly(0, 1);
    assertThat(serving.tasks().get("low-rank").slot()).isEqualTo(2);
    assertThat(serving.slots())
        .extracting(slot -> slot.config().kind())
        .containsExactly(AdapterKind.HOULSBY, AdapterKind.HOULSBY, AdapterKind.LORA);
    assertThat(serving.tasks().get("closed").head().features()).isPresent();
    assertThat(stored(VERSIONS - 1).state().tasks())
        .extracting(LearnedTask::statistics)
        .doesNotContain(java.util.Optional.empty());
    assertThat(stored(VERSIONS - 1).state().reservoir().size()).isPositive();
  }

  private StoredModel stored(long number) throws IOException {
    return PublishedModel.load(store, store.version(number), spark()).model().stored(conf);
  }

  @Test
  void oneMoreTaskIsDistilledIntoItsSlotAndTheOtherAnswersStay() throws IOException {
    LearntLake lake = new LearntLake(spark(), root, "tiny");
    LearnOutcome outcome =
        lake.learn("new", lake.write("new", 2, 24), LearntLake.choice("ada", 1), false);

    assertThat(outcome.kind()).isEqualTo(Kind.LEARNT);
    VersionRecord newest = store.latest().orElseThrow();
    assertThat(newest.number()).isEqualTo(VERSIONS + 1);
    assertThat(outcome.model().state().pool().slots())
        .extracting(AdapterPool.Slot::tasks)
        .containsExactly(List.of("first", "second", "new"));
    assertThat(outcome.log().orElseThrow().consolidation()).isPresent();
    assertThat(outcome.matrix().cell(3, 3)).isGreaterThan(0.6);
    assertThat(store.verifyAll().findings()).isEmpty();
    List<Answer> frozen =
        recorded(VERSIONS).stream().filter(answer -> answer.task().equals("frozen")).toList();
    try (ServedModel served = ServedModel.open(root.toString(), conf)) {
      List<Prediction> now =
          served
              .predictor()
              .predict(frozen.stream().map(a -> new Query(a.text(), null, a.task())).toList());
      assertThat(now)
          .extracting(Prediction::label)
          .containsExactlyElementsOf(frozen.stream().map(Answer::prediction).toList());
    }
    assertSame(GoldenModel.ask(spark(), PipelineModel.load(folder(1)), recorded(1)), recorded(1));
  }

  private String folder(long number) throws IOException {
    return root.resolve(store.version(number).folder()).toString();
  }
}
