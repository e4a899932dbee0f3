package io.engram.jobs.verb;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.store.StoreFixture;
import io.engram.jobs.ProgramRun;
import io.engram.transformers.lake.ExclusiveCreate;
import io.engram.transformers.lake.OutcomeUnknownException;
import io.engram.transformers.spark.SparkTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk that fills up, another writer, and a reply that is lost, while the verb learns. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TroubledLakeTest extends SparkTest {
  private static final String LOG = "log";

  @TempDir private static Path lake;
  private static ToyModel toy;
  private static String model;
  private static String table;

  @BeforeAll
  static void learnTheFirstTask() {
    TroubledFileSystem.register(spark().sparkContext().hadoopConfiguration());
    toy = ToyModel.create(spark(), lake);
    model = TroubledFileSystem.SCHEME + ":" + toy.model();
    table = toy.write("parity", toy.rows());
    ProgramRun run = toy.learn(model, "parity", table);
    assertThat(run.code()).as(run.err()).isZero();
  }

  @AfterEach
  void heal() {
    TroubledFileSystem.heal();
    TroubledCreate.heal();
  }

  private static ModelStore store() throws IOException {
    return ModelStore.open(Path.of(toy.model()).toUri(), new Configuration());
  }

  private static long latest() throws IOException {
    return store().latest().orElseThrow().number();
  }

  @ParameterizedTest
  @Order(1)
  @ValueSource(strings = {"/model/cache/features/", "/model/objects/", "/model/versions/"})
  void aFullDiskIsOneClearLineAndTheModelStaysAsItWas(String folder) throws IOException {
    TroubledFileSystem.full(path -> path.toUri().getPath().contains(folder));
    ProgramRun run =
        toy.learn(model, "second", toy.write("second", toy.rows().where("key <> 'k5'")));
    assertThat(run.code()).as(run.err()).isEqualTo(1);
    assertThat(run.err())
        .hasLineCount(1)
        .startsWith("engram: No space left on device at " + TroubledFileSystem.SCHEME + ":")
        .contains(folder.substring(0, folder.length() - 1));
    assertThat(latest()).isEqualTo(1);
    assertThat(store().verify(store().version(1))).isEmpty();
  }

  @ParameterizedTest
  @Order(1)
  @ValueSource(strings = {"csv", "parquet"})
  void aTableThatItsStoreDoesNotGiveIsAFaultToBeTriedAgainAndNothingIsRefused(String format)
      throws IOException {
    String silent = toy.table("silent-" + format);
    toy.rows().coalesce(1).write().format(format).option("header", true).save(silent);
    TroubledFileSystem.mute(path -> path.getName().endsWith("." + format));
    String address = TroubledFileSystem.SCHEME + ":" + silent;
    ProgramRun run =
        toy.learn(model, "silent", address, "--format", format, "--option", "header=true");
    assertThat(run.code()).as(run.err()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("engram: cannot be read now: ")
        .contains(address, "does not answer", "run the same again")
        .doesNotContain("\tat ");
    assertThat(latest()).isEqualTo(1);
  }

  @Test
  @Order(5)
  void whoIsNotTheFirstToPublishIsToldSo() throws IOException {
    long before = latest();
    TroubledCreate.between(
        (path, creation) -> {
          if (isRecord(path, before + 1)) {
            StoreFixture.publish(store(), new Configuration(), "theirs");
          }
          return creation.run();
        });
    ProgramRun run = toy.learn(model, "third", toy.write("third", toy.rows().where("key <> 'k7'")));
    assertThat(run.code()).as(run.err()).isEqualTo(4);
    assertThat(run.err()).contains("task third: not published", "theirs").doesNotContain("\tat ");
    assertThat(latest()).isEqualTo(before + 1);
    assertThat(store().latest().orElseThrow().provenance().task()).isEqualTo("theirs");
  }

  @Test
  @Order(1)
  void aLostReplyIsAnUnknownOutcomeAndTheSameRunAgainFindsOut(@TempDir Path other)
      throws IOException {
    ToyModel second = ToyModel.create(spark(), other);
    String address = TroubledFileSystem.SCHEME + ":" + second.model();
    TroubledCreate.between(
        (path, creation) -> {
          ExclusiveCreate.Outcome outcome = creation.run();
          if (isRecord(path, 1)) {
            TroubledFileSystem.mute(any -> isRecord(any, 1));
            throw new OutcomeUnknownException(path.toString(), new IOException("no reply"));
          }
          return outcome;
        });
    ProgramRun run = toy.learn(address, "parity", table);
    assertThat(run.code()).as(run.err()).isEqualTo(6);
    assertThat(run.err()).contains("task parity: it is not known whether").doesNotContain("\tat ");
    heal();
    ProgramRun again = toy.learn(address, "parity", table);
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(ToyModel.json(again).get("outcome").asText()).isEqualTo("unchanged");
  }

  @Test
  @Order(2)
  void aRunThatDiesBeforeProductionMovesIsFinishedByTheSameRunAgain() throws IOException {
    String rows = toy.write("fourth", toy.rows().where("key <> 'k9'"));
    TroubledCreate.between(
        (path, creation) -> {
          if (path.getParent().getParent().getName().equals("aliases")) {
            throw new IllegalStateException("killed");
          }
          return creation.run();
        });
    ProgramRun died = toy.learn(model, "fourth", rows, "--promote");
    assertThat(died.code()).as(died.err()).isEqualTo(1);
    long version = latest();
    assertThat(store().aliases()).isEmpty();
    heal();
    ProgramRun again = toy.learn(model, "fourth", rows, "--promote");
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(ToyModel.json(again).get("outcome").asText()).isEqualTo("unchanged");
    assertThat(ToyModel.json(again).at("/gate/outcome").asText()).isEqualTo("moved");
    assertThat(store().alias("production").orElseThrow().version()).isEqualTo(version);
  }

  @Test
  @Order(3)
  void aVersionThatTheGateRefusesIsPublishedAndExitsWithFive() throws IOException {
    long production = store().alias("production").orElseThrow().version();
    String unmeasured = toy.write("fifth", toy.rows().where("split = 'train'"));
    for (String outcome : List.of("learnt", "unchanged")) {
      ProgramRun run = toy.learn(model, "fifth", unmeasured, "--min-accuracy", "0.1");
      assertThat(run.code()).as(run.err()).isEqualTo(5);
      assertThat(run.err())
          .contains("kept it from production", "task fifth was not measured", "10.00 %")
          .doesNotContain("\tat ");
      assertThat(ToyModel.json(run).get("outcome").asText()).isEqualTo(outcome);
      assertThat(ToyModel.json(run).get("exitCode").asInt()).isEqualTo(5);
    }
    assertThat(store().latest().orElseThrow().provenance().gate().passed()).isFalse();
    assertThat(store().aliases()).hasSize(1);
    assertThat(store().alias("production").orElseThrow().version()).isEqualTo(production);
  }

  @Test
  @Order(4)
  void aKilledLearningIsListedAndTakenUpAndItsTaskIsErased() throws IOException {
    long before = latest();
    TroubledCreate.between(
        (path, creation) -> {
          if (isRecord(path, before + 1)) {
            throw new IllegalStateException("killed");
          }
          return creation.run();
        });
    String rows = toy.write("sixth", toy.rows().where("key <> 'k11'"));
    assertThat(toy.learn(model, "sixth", rows).code()).isEqualTo(1);
    heal();
    ProgramRun listed = toy.engram("models", "resume", "--model", model, "--dry-run", "--json");
    assertThat(listed.out()).contains("sixth").contains("adapter finished");
    assertThat(ToyModel.json(listed).get("unfinished").findValuesAsText("task"))
        .containsOnlyOnce("sixth");
    assertThat(latest()).isEqualTo(before);

    ProgramRun resumed =
        toy.engram("models", "resume", "--model", model, "--task", "sixth", "--json");
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(ToyModel.json(resumed).at("/resumed/0/outcome").asText()).isEqualTo("learnt");
    assertThat(latest()).isEqualTo(before + 1);
    assertThat(toy.engram("models", "resume", "--model", model, "--dry-run").out())
        .doesNotContain("sixth");

    String[] erase = {
      "models", "erase", "--model", model, "--task", "sixth", "--dry-run", "--json"
    };
    ProgramRun planned = toy.engram(erase);
    assertThat(planned.out())
        .contains("Would publish a version without task sixth", "Nothing was changed.")
        .contains("--drop-before " + (before + 2));
    assertThat(latest()).isEqualTo(before + 1);
    erase[6] = "--json";
    ProgramRun erased = toy.engram(erase);
    assertThat(erased.code()).as(erased.err()).isZero();
    assertThat(erased.out()).contains("Task sixth is erased: version " + (before + 2));
    assertThat(ToyModel.json(erased).get("remainsInVersions").toString())
        .isEqualTo("[" + (before + 1) + "]");
    ProgramRun versions = toy.engram("models", "list", "--model", model);
    assertThat(versions.out()).as(versions.err()).contains("(erase)");
    for (String verb : List.of("show", "verify")) {
      ProgramRun run = toy.engram("models", verb, "--model", model + "#" + (before + 2));
      assertThat(run.code()).as(run.err()).isZero();
    }
    ProgramRun difference =
        toy.engram(
            "models",
            "diff",
            "--model",
            model,
            String.valueOf(before + 1),
            String.valueOf(before + 2));
    assertThat(difference.code()).as(difference.err()).isZero();
  }

  private static boolean isRecord(org.apache.hadoop.fs.Path path, long number) {
    return path.getParent().getName().equals(LOG)
        && path.getName().equals("%020d.json".formatted(number));
  }
}
