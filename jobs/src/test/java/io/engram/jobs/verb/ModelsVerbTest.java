package io.engram.jobs.verb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.engram.consolidation.evaluation.AccuracyMatrix;
import io.engram.consolidation.gate.Gate;
import io.engram.consolidation.gate.GateRules;
import io.engram.consolidation.gate.Production;
import io.engram.consolidation.promotion.RecordedMatrix;
import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.store.StoreFixture;
import io.engram.consolidation.store.VersionDraft;
import io.engram.consolidation.store.VersionRecord;
import io.engram.consolidation.store.runs.RunFolder;
import io.engram.consolidation.store.runs.RunRecord;
import io.engram.jobs.ProgramRun;
import io.engram.jobs.StoreServices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code engram models ...} over a store of two small versions; the second one failed its gate. */
class ModelsVerbTest {
  private static final AccuracyMatrix MATRIX =
      AccuracyMatrix.empty()
          .after("animal", Map.of("animal", 0.9))
          .after("food", Map.of("animal", 0.7, "food", 0.875));

  @TempDir private Path folder;
  private final Configuration conf = new Configuration();
  private String model;

  @BeforeEach
  void publishTwoVersions() throws IOException {
    TroubledFileSystem.register(conf);
    Path root = folder.resolve("model");
    model = root.toString();
    ModelStore store = ModelStore.openOrCreate(root.toUri(), conf);
    StoreFixture.publish(store, conf, "animal");
    ObjectMapper json = new ObjectMapper();
    VersionDraft draft = StoreFixture.draft(store, conf, 1, "food", "key of food");
    AccuracyMatrix first = AccuracyMatrix.empty().after("animal", Map.of("animal", 0.9));
    store.publish(
        new VersionDraft(
            draft.folder(),
            1,
            draft.objects(),
            draft.backbone(),
            draft.idempotenceKey(),
            draft
                .provenance()
                .withMetrics(
                    json.createObjectNode().set(RecordedMatrix.FIELD, json.valueToTree(MATRIX)))
                .withGate(
                    Gate.judge(
                        new GateRules(0.8, 0.02, true),
                        new Production(1, 1, first, Set.of("food")),
                        MATRIX))));
  }

  @AfterEach
  void heal() {
    TroubledCreate.heal();
  }

  private ModelStore store() throws IOException {
    return ModelStore.open(Path.of(model).toUri(), conf);
  }

  private ProgramRun models(String... words) {
    List<String> all = new ArrayList<>(List.of("models"));
    all.addAll(List.of(words));
    return ProgramRun.of(settings -> new StoreServices(conf), all.toArray(String[]::new));
  }

  private ProgramRun done(String... words) {
    ProgramRun run = models(words);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    return run;
  }

  private static JsonNode json(ProgramRun run) throws IOException {
    return new ObjectMapper().readTree(run.lastLine());
  }

  @Test
  void listShowsAccuracyAddedBytesVerdictAndNames() throws IOException {
    done("alias", "--model", model + "#1", "--name", "production");
    ProgramRun run = done("list", "--model", model, "--json");
    assertThat(run.out())
        .containsPattern("version +task +slot +accuracy +added +gate +created +names")
        .containsPattern("1 +animal +0 +- +[0-9]+ B +- +\\S+Z +production")
        .containsPattern("2 +food +0 +87.5 +[0-9]+ B +refused +\\S+Z");
    JsonNode second = json(run).at("/versions/1");
    assertThat(second.get("gatePassed").asBoolean(true)).isFalse();
    assertThat(second.get("addedBytes").asLong()).isPositive();
    assertThat(json(run).at("/versions/0/gatePassed").isNull()).isTrue();
  }

  @Test
  void listNamesTheVersionsWhoseRecordWasLostAndNotThoseThatWereCleanedUp() throws IOException {
    for (String task : List.of("third", "fourth", "fifth")) {
      StoreFixture.publish(store(), conf, task);
    }
    done("gc", "--model", model, "--guard", "0s", "--drop-before", "2");
    assertThat(json(done("list", "--model", model, "--json")).get("lost")).isEmpty();
    Files.delete(Path.of(model, "log/00000000000000000004.json"));

    ProgramRun run = done("list", "--model", model, "--json");

    assertThat(run.out()).contains("The record of version 4 was there and no clean-up took it");
    assertThat(json(run).get("lost").toString()).isEqualTo("[4]");
    assertThat(json(run).get("versions")).hasSize(3);
    Files.delete(Path.of(model, "log/00000000000000000005.json"));
    assertThat(done("list", "--model", model).out()).contains("of versions 4, 5 were there");
  }

  @Test
  void whatSomebodyWroteIntoARecordDoesNotSpeakToTheTerminal() throws IOException {
    String evil = "ok\u001b[2J\u009b1m\rgone\nproduction  9\u202e";
    done("alias", "--model", model + "#1", "--name", "production", "--reason", evil);
    done("rollback", "--model", model + "#1", "--reason", evil);
    RunFolder.of(new org.apache.hadoop.fs.Path(model), "a".repeat(64), conf)
        .begin(
            new RunRecord(
                RunRecord.FORMAT,
                store().id(),
                "a".repeat(64),
                "task" + evil,
                Instant.EPOCH,
                "me" + evil,
                new ObjectMapper().createObjectNode(),
                List.of("pass" + evil)));

    List<ProgramRun> runs =
        List.of(
            done("alias", "--model", model),
            done("alias", "--model", model, "--name", "production", "--history"),
            done("list", "--model", model),
            done("show", "--model", model),
            done("resume", "--model", model, "--dry-run", "--json"));
    ProgramRun asked = models("resume", "--model", model);

    assertThat(runs)
        .extracting(ProgramRun::out)
        .allMatch(out -> out.codePoints().allMatch(ModelsVerbTest::isShown))
        .noneMatch(out -> out.contains("\nproduction  9"));
    assertThat(runs.get(0).out()).contains("ok?[2J?1m?gone?production  9?").hasLineCount(2);
    assertThat(asked.code()).isEqualTo(2);
    assertThat(asked.err()).contains("give --option pass").hasLineCount(1);
    assertThat(asked.err().codePoints()).allMatch(ModelsVerbTest::isShown);
    assertThat(json(runs.get(4)).at("/unfinished/0/by").asText()).isEqualTo("me" + evil);
  }

  private static boolean isShown(int c) {
    return c == '\n' || !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT;
  }

  @Test
  void aDamagedBackboneIsRefusedBeforeAVersionIsComparedNamedOrPublishedAgain() throws IOException {
    VersionRecord first = store().version(1);
    String tokenizer = "backbones/" + first.backbone().sha256() + "/tokenizer.json";
    Path file = Path.of(model, tokenizer);
    byte[] content = Files.readAllBytes(file);
    content[3] ^= 4;
    Files.write(file, content);

    for (String[] words :
        List.of(
            new String[] {"diff", "--model", model, "1", "2"},
            new String[] {"alias", "--model", model + "#1", "--name", "production"},
            new String[] {"rollback", "--model", model + "#1"},
            new String[] {"rollback", "--model", model + "#1", "--alias", "production"})) {
      ProgramRun run = models(words);
      assertThat(run.code()).as(words[0]).isEqualTo(3);
      assertThat(run.err()).as(words[0]).contains(tokenizer, "expected").doesNotContain("\tat ");
    }
    assertThat(store().versions()).hasSize(2);
    assertThat(store().alias("production")).isEmpty();
  }

  @Test
  void showSaysAllOfAVersion() throws IOException {
    ProgramRun run = done("show", "--model", model, "--json");
    VersionRecord record = store().version(2);
    assertThat(run.out())
        .contains(record.id(), "key of food", "avx512, 2 threads", "run-1", "poolSize: 2")
        .contains("refused: task animal loses 20.00 points (90.00 % in production, 70.00 % now)")
        .containsPattern("animal +loses at most 2.0 +90.0 +70.0 +not kept")
        .containsPattern("food +at least 80.0 +- +87.5 +kept");
    record.files().forEach(file -> assertThat(run.out()).contains(file.sha256()));
    record.objects().forEach(object -> assertThat(run.out()).contains(object.fileName()));
    assertThat(json(run).get("number").asLong()).isEqualTo(2);
    assertThat(json(run).get("created").isTextual()).isTrue();
    assertThat(json(run).at("/provenance/gate/passed").asBoolean(true)).isFalse();
  }

  @Test
  void verifyChecksAllVersionsOrOne() throws IOException {
    ProgramRun all = done("verify", "--model", model, "--json");
    assertThat(all.out()).contains("all 2 versions, 1 to 2, and their records are as they were");
    assertThat(json(all).get("versions")).hasSize(2);
    assertThat(done("verify", "--model", model + "#1").out()).contains("version 1: all files are");
  }

  @Test
  void verifyNamesEveryDamagedFileWithExpectedAndFoundAndGoesOn() throws IOException {
    done("alias", "--model", model + "#1", "--name", "candidate");
    VersionRecord first = store().version(1);
    String shared =
        "objects/"
            + first.objects().stream()
                .filter(object -> contains(object.sha256()))
                .findFirst()
                .orElseThrow()
                .fileName();
    Files.writeString(Path.of(model, shared), "adapter of ill");
    String truncated = first.folder() + "/metadata/part-00000";
    Files.writeString(Path.of(model, truncated), "{}");
    String log = "log/00000000000000000002.json";
    Files.writeString(Path.of(model, log), Files.readString(Path.of(model, log)).replace("0", "1"));
    String alias = "aliases/candidate/00000000000000000001.json";
    Files.writeString(Path.of(model, alias), "{}\n");

    ProgramRun moved = models("alias", "--model", model + "#1", "--name", "production");
    assertThat(moved.code()).as("no name is given to what would not be served").isEqualTo(3);
    assertThat(moved.err()).contains(shared, "expected").doesNotContain("\tat ");
    assertThat(store().alias("production")).isEmpty();

    ProgramRun run = models("verify", "--model", model, "--json");
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("4 of", "damaged", "restore").doesNotContain("\tat ");
    assertThat(run.out())
        .contains(shared + ": changed", truncated + ": truncated", log + ": changed")
        .contains(
            alias + ": changed", "expected 14 bytes with sha256", "needed by version 1", "seal");
    assertThat(json(run).get("damages")).hasSize(4);
    assertThat(json(run).get("exitCode").asInt()).isEqualTo(3);
    assertThat(json(run).at("/damages/0/expected").asText()).contains("sha256");
  }

  private boolean contains(String sha256) {
    try {
      return store().version(2).objects().stream().anyMatch(o -> o.sha256().equals(sha256));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void aliasMovesListsAndRemembersReasons() throws IOException {
    assertThat(done("alias", "--model", model).out()).isEqualTo("No version has a name.\n");
    assertThat(done("alias", "--model", model + "#1", "--name", "production").out())
        .contains("production is version 1", "a new name");
    ProgramRun moved =
        done("alias", "--model", model, "--name", "production", "--reason", "by hand", "--json");
    assertThat(moved.out()).contains("production is version 2", "it was version 1");
    assertThat(json(moved).get("before").asLong()).isEqualTo(1);
    assertThat(done("alias", "--model", model).out())
        .containsPattern("production +2 +2 +\\S+Z +by hand");
    assertThat(done("alias", "--model", model, "--name", "production", "--history").out())
        .containsPattern("production +1 +1 ")
        .containsPattern("production +2 +2 ");
  }

  @Test
  void rollbackMovesANameBackOrToAVersion() throws IOException {
    done("alias", "--model", model + "#1", "--name", "production");
    ProgramRun nothing = models("rollback", "--model", model, "--alias", "production");
    assertThat(nothing.code()).isEqualTo(3);
    assertThat(nothing.err()).contains("never named another version than 1", "#N");
    done("alias", "--model", model + "#2", "--name", "production");
    ProgramRun back =
        done("rollback", "--model", model, "--alias", "production", "--reason", "wrong labels");
    assertThat(back.out()).contains("production is version 1", "it was version 2");
    done("rollback", "--model", model + "#2", "--alias", "production");
    assertThat(store().alias("production").orElseThrow().version()).isEqualTo(2);
    assertThat(store().versions()).hasSize(2);
  }

  @Test
  void whoLosesTheRaceForANameIsToldAndNothingIsOverwritten() throws IOException {
    TroubledCreate.between(
        (path, creation) -> {
          TroubledCreate.heal();
          store().moveAlias("production", 2, 0, "theirs");
          return creation.run();
        });
    ProgramRun run =
        models(
            "alias",
            "--model",
            TroubledFileSystem.SCHEME + ":" + model + "#1",
            "--name",
            "production");
    assertThat(run.code()).isEqualTo(4);
    assertThat(run.err())
        .contains("alias 'production' to version 1", "to version 2", "start again")
        .doesNotContain("\tat ");
    assertThat(store().alias("production").orElseThrow().reason()).isEqualTo("theirs");
  }

  @Test
  void aLostReplyOfAMoveIsAnUnknownOutcome() {
    TroubledCreate.between(
        (path, creation) -> {
          throw new io.engram.transformers.lake.OutcomeUnknownException(
              path.toString(), new IOException("no reply"));
        });
    ProgramRun run =
        models(
            "alias",
            "--model",
            TroubledFileSystem.SCHEME + ":" + model + "#1",
            "--name",
            "production");
    assertThat(run.code()).isEqualTo(6);
    assertThat(run.err()).contains("it is not known whether alias 'production'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"show", "verify", "export"})
  void aVersionOrANameThatIsNotThereIsNamedWithWhatThereIs(String verb) {
    List<String> words = new ArrayList<>(List.of(verb));
    if (verb.equals("export")) {
      words.addAll(List.of("--to", folder.resolve("out").toString()));
    }
    for (String suffix : List.of("#9", "@staging")) {
      List<String> all = new ArrayList<>(words);
      all.addAll(List.of("--model", model + suffix));
      ProgramRun run = models(all.toArray(String[]::new));
      assertThat(run.code()).isEqualTo(3);
      assertThat(run.err())
          .contains(suffix.equals("#9") ? "no version 9" : "no alias 'staging'")
          .contains(suffix.equals("#9") ? "versions 1 to 2" : "it has []")
          .hasLineCount(1);
    }
  }

  @Test
  void wrongUseIsExplained() {
    assertUsage("names a version", "diff", "--model", model + "#1", "1", "2");
    assertUsage("count from 1", "diff", "--model", model, "0", "2");
    assertUsage("Missing required parameter", "diff", "--model", model);
    assertUsage("--name must be a name", "alias", "--model", model, "--name", "Not Good");
    assertUsage("--name must be a name", "alias", "--model", model, "--name", "a/b");
    assertUsage("--reason needs --name", "alias", "--model", model, "--reason", "x");
    assertUsage("names a version", "alias", "--model", model + "#1");
    assertUsage("to which version?", "rollback", "--model", model);
    assertUsage(
        "--guard must be a number and s, m, h or d", "gc", "--model", model, "--guard", "x");
    assertUsage("--drop-before must be at least 1", "gc", "--model", model, "--drop-before", "0");
    assertUsage("names a version", "gc", "--model", model + "#1");
    assertUsage("--task", "erase", "--model", model, "--task", "Not Good");
    assertUsage("Unknown option: '--delete'", "alias", "--model", model, "--delete");
  }

  private void assertUsage(String message, String... words) {
    ProgramRun run = models(words);
    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains(message).doesNotContain("\tat ");
  }

  @Test
  void aDamagedRecordIsRefusedWithItsFile() throws IOException {
    Path log = Path.of(model, "log/00000000000000000002.json");
    Files.writeString(log, Files.readString(log).replace("food", "feed"));
    ProgramRun run = models("show", "--model", model);
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains(log.toString(), "seal", "restore it").hasLineCount(1);
  }

  @Test
  void rollbackPublishesAnEarlierVersionOnceMore() throws IOException {
    ProgramRun run =
        done("rollback", "--model", model + "#1", "--reason", "wrong labels", "--json");
    assertThat(run.out()).contains("Version 3", "holds what version 1 holds. No name was moved");
    assertThat(json(run).get("restores").asLong()).isEqualTo(1);
    assertThat(store().latest().orElseThrow().objects()).isEqualTo(store().version(1).objects());
    assertThat(done("list", "--model", model).out())
        .containsPattern("3 +animal \\(rollback to 1\\)");
    assertThat(done("show", "--model", model).out())
        .contains("rollback to version 1: wrong labels");
    ProgramRun newest = models("rollback", "--model", model + "#3");
    assertThat(newest.code()).isEqualTo(3);
    assertThat(newest.err()).contains("version 3", "is the newest, nothing to go back to");
  }

  @Test
  void gcSaysWhatItWouldDeleteAndDeletesThatAndNoMore() throws IOException {
    String orphan = "objects/" + store().putObject(new byte[] {1}, "safetensors").fileName();
    ProgramRun planned = done("gc", "--model", model, "--guard", "0s", "--dry-run", "--json");
    assertThat(planned.out())
        .contains("object no version needs", orphan, "Would delete 1 files", "nothing was deleted");
    assertThat(json(planned).at("/garbage/0/path").asText()).isEqualTo(orphan);
    assertThat(Path.of(model, orphan)).exists();
    assertThat(done("gc", "--model", model).out()).as("younger than an hour").contains("Nothing");
    assertThat(done("gc", "--model", model, "--guard", "0s").out()).contains("Deleted 1 files");
    assertThat(Path.of(model, orphan)).doesNotExist();
    assertThat(done("verify", "--model", model).out()).contains("all 2 versions");
  }

  @Test
  void gcDropsOldVersionsButNotThoseWithANameOrBelowARunningWriter() throws IOException {
    done("alias", "--model", model + "#1", "--name", "production");
    assertThat(done("gc", "--model", model, "--guard", "0s", "--drop-before", "2").out())
        .contains("Version 1 stays", "production");
    done("rollback", "--model", model + "#2", "--alias", "production");
    try (var writer = store().lease("a running learner", List.of(1L))) {
      assertThat(done("gc", "--model", model, "--guard", "0s", "--drop-before", "2").out())
          .contains("Version 1 stays");
    }
    assertThat(done("gc", "--model", model, "--guard", "0s", "--drop-before", "9").out())
        .contains("record of a version to drop", "version folder without a record");
    assertThat(store().versions()).extracting(VersionRecord::number).containsExactly(2L);
    assertThat(done("verify", "--model", model).out()).contains("version 2: all files");
  }

  @Test
  void gcBesideADamagedRecordDeletesNothing() throws IOException {
    Path orphan = Path.of(model, "objects", store().putObject(new byte[] {1}, "bin").fileName());
    Path log = Path.of(model, "log/00000000000000000001.json");
    Files.writeString(log, Files.readString(log).replace("animal", "vegetable"));
    ProgramRun run = models("gc", "--model", model, "--guard", "0s");
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains(log.getFileName().toString()).doesNotContain("\tat ");
    assertThat(orphan).exists();
  }
}
