package io.engram.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.engram.consolidation.gate.GateFinding;
import io.engram.consolidation.gate.GateFinding.Check;
import io.engram.consolidation.gate.GateRules;
import io.engram.consolidation.gate.GateVerdict;
import io.engram.consolidation.promotion.PromotionOutcome;
import io.engram.consolidation.promotion.PromotionOutcome.Kind;
import io.engram.jobs.service.LearnRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the verb asks of the gate, and what it says and returns about the answer. */
class GateOfLearnTest {
  private final FakeServices services = new FakeServices();

  private ProgramRun learn(String... more) {
    List<String> words =
        new ArrayList<>(List.of("learn", "--model", "lake/m", "--task", "a", "--input", "lake/t"));
    words.addAll(List.of(more));
    return ProgramRun.of(services.factory(), words.toArray(String[]::new));
  }

  private GateRules asked(String... more) {
    services.requests.clear();
    ProgramRun run = learn(more);
    assertThat(run.code()).as(run.err()).isZero();
    return ((LearnRequest) services.requests.get(0)).gate();
  }

  @Test
  void nothingIsJudgedAndNothingMovesUnlessAskedFor() {
    assertThat(asked()).isEqualTo(GateRules.NONE);
    assertThat(asked("--no-promote")).isEqualTo(GateRules.NONE);
  }

  @Test
  void aRuleMovesProductionUnlessSaidOtherwise() {
    assertThat(asked("--min-accuracy", "0.8")).isEqualTo(new GateRules(0.8, null, true));
    assertThat(asked("--max-forgetting=0.02")).isEqualTo(new GateRules(null, 0.02, true));
    assertThat(asked("--promote")).isEqualTo(new GateRules(null, null, true));
    assertThat(asked("--min-accuracy", "1", "--no-promote"))
        .isEqualTo(new GateRules(1.0, null, false));
  }

  @ParameterizedTest
  @CsvSource({
    "true,,true",
    "false,,false",
    "true,--no-promote,false",
    "false,--promote,true",
    "true,--promote,true",
    "false,--no-promote,false"
  })
  void theCommandLineGoesBeforeTheFile(
      String setting, String option, boolean promoted, @TempDir Path folder) throws IOException {
    Path file = folder.resolve("mine.conf");
    Files.writeString(file, "learn { min-accuracy = 0.5, promote = " + setting + " }");
    List<String> words = new ArrayList<>(List.of("--config", file.toString()));
    Optional.ofNullable(option).ifPresent(words::add);
    assertThat(asked(words.toArray(String[]::new))).isEqualTo(new GateRules(0.5, null, promoted));
  }

  @Test
  void limitsThatAreNoSharesAreRefusedAllAtOnce() {
    ProgramRun run = learn("--min-accuracy", "80", "--max-forgetting", "NaN");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains("--min-accuracy must be between 0 and 1 (0.8 is 80 %), got 80.0")
        .contains("--max-forgetting must be between 0 and 1 (0.8 is 80 %), got NaN");
    assertThat(services.requests).isEmpty();
  }

  private static PromotionOutcome outcome(Kind kind) {
    GateFinding finding = new GateFinding("a", Check.CEILING, 0.9, 0.8, 0.02, kind != Kind.FAILED);
    GateRules rules = new GateRules(null, 0.02, true);
    GateVerdict verdict = new GateVerdict(kind != Kind.FAILED, rules, 5, 9, List.of(finding));
    return new PromotionOutcome(kind, 7, 5, verdict, "what happened to version 7");
  }

  @ParameterizedTest
  @CsvSource({
    "MOVED,0",
    "STANDS,0",
    "PASSED,0",
    "MOVED_SINCE,0",
    "FAILED,5",
    "CONFLICT,4",
    "UNKNOWN,6"
  })
  void everyOutcomeHasItsExitCodeAndItsMessage(Kind kind, int code) throws IOException {
    services.promotion = Optional.of(outcome(kind));
    ProgramRun run = learn("--json");
    assertThat(run.code()).isEqualTo(code);
    assertThat(run.out()).contains("Learnt a", "what happened to version 7");
    assertThat(run.err()).isEqualTo(code == 0 ? "" : "engram: what happened to version 7\n");
    JsonNode json = new ObjectMapper().readTree(run.lastLine());
    assertThat(json.path("version").asLong()).isEqualTo(7);
    assertThat(json.path("exitCode").asInt()).isEqualTo(code);
    assertThat(json.has("error")).isEqualTo(code != 0);
    assertThat(json.at("/gate/production").asLong()).isEqualTo(5);
    assertThat(json.at("/gate/verdict/findings/0/limit").asDouble()).isEqualTo(0.02);
  }

  @Test
  void theTableShowsBothAccuraciesAndTheRule() {
    services.promotion = Optional.of(outcome(Kind.FAILED));
    assertThat(learn().out())
        .containsPattern("task +rule +production +now +verdict")
        .containsPattern("a +loses at most 2.0 +90.0 +80.0 +not kept");
  }
}
