package io.engram.consolidation.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.engram.consolidation.evaluation.AccuracyMatrix;
import io.engram.consolidation.gate.GateFinding;
import io.engram.consolidation.gate.GateRules;
import io.engram.consolidation.gate.GateVerdict;
import io.engram.consolidation.promotion.PromotionOutcome.Kind;
import io.engram.consolidation.store.AliasRecord;
import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.store.Publication;
import io.engram.consolidation.store.StoreFixture;
import io.engram.consolidation.store.VersionChange;
import io.engram.consolidation.store.VersionDraft;
import io.engram.consolidation.store.VersionRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Learning in this test is to publish a version with the accuracies of its tasks. */
class PromotionTest {
  private static final GateRules RULES = new GateRules(0.8, 0.02, true);
  private static final AccuracyMatrix A = AccuracyMatrix.empty().after("a", Map.of("a", 0.9));
  private static final AccuracyMatrix B = A.after("b", Map.of("a", 0.89, "b", 0.85));
  private static final AccuracyMatrix BAD = A.after("b", Map.of("a", 0.5, "b", 0.85));

  @TempDir private Path root;
  private final Configuration conf = new Configuration();
  private ModelStore store;

  @BeforeEach
  void open() throws IOException {
    store = ModelStore.openOrCreate(root.toUri(), conf);
  }

  private Promotion promotion(GateRules rules) {
    return new Promotion(store, rules);
  }

  /** Publishes as a run of learning does, and stops where one that dies then stops. */
  private VersionRecord publish(GateRules rules, String task, AccuracyMatrix matrix)
      throws IOException {
    long parent = store.latest().map(VersionRecord::number).orElse(0L);
    GateVerdict verdict = promotion(rules).judge(parent + 1, task, matrix).orElse(null);
    VersionDraft draft = StoreFixture.draft(store, conf, parent, task, "key of " + task);
    JsonMapper json = new JsonMapper();
    Publication<VersionRecord> end =
        store.publish(
            new VersionDraft(
                draft.folder(),
                draft.parent(),
                draft.objects(),
                draft.backbone(),
                draft.idempotenceKey(),
                draft
                    .provenance()
                    .withMetrics(
                        json.createObjectNode().set(RecordedMatrix.FIELD, json.valueToTree(matrix)))
                    .withGate(verdict)));
    return ((Publication.Published<VersionRecord>) end).ours();
  }

  private PromotionOutcome learn(GateRules rules, String task, AccuracyMatrix matrix)
      throws IOException {
    return promotion(rules).promote(publish(rules, task, matrix)).orElseThrow();
  }

  private long production() throws IOException {
    return store.alias(Promotion.ALIAS).map(AliasRecord::version).orElse(0L);
  }

  private void moveByHand(long version) throws IOException {
    long seen = store.alias(Promotion.ALIAS).map(AliasRecord::number).orElse(0L);
    store.moveAlias(Promotion.ALIAS, version, seen, "by hand");
  }

  @Test
  void goodVersionsBecomeProductionOneAfterTheOther() throws IOException {
    assertThat(learn(RULES, "a", A).kind()).isEqualTo(Kind.MOVED);
    PromotionOutcome second = learn(RULES, "b", B);
    assertThat(second.kind()).isEqualTo(Kind.MOVED);
    assertThat(second.message()).contains("production is version 2 now, it was version 1");
    assertThat(production()).isEqualTo(2);
    assertThat(store.alias(Promotion.ALIAS).orElseThrow().reason()).contains("task b was learnt");
  }

  @Test
  void aVersionThatFailsIsPublishedUnderNoAliasWithTheReasonInItsRecord() throws IOException {
    learn(RULES, "a", A);
    PromotionOutcome failed = learn(RULES, "b", BAD);
    assertThat(failed.kind()).isEqualTo(Kind.FAILED);
    assertThat(failed.message())
        .contains("version 2 is published", "task a loses 40.00 points", "models alias --model")
        .contains("#2 --name production");
    assertThat(production()).isEqualTo(1);
    GateVerdict recorded = ModelStore.open(root.toUri(), conf).version(2).provenance().gate();
    assertThat(recorded).isEqualTo(failed.verdict());
    assertThat(recorded.refusals()).extracting(GateFinding::task).containsExactly("a");
    assertThat(store.aliases()).hasSize(1);
  }

  @Test
  void aTaskThatWasLearntAgainAndTakenBackIsHeldToWhatProductionHas() throws IOException {
    learn(RULES, "a", A);
    publish(GateRules.NONE, "a", A);
    VersionDraft back = StoreFixture.draft(store, conf, 2, "a", null);
    store.publish(
        new VersionDraft(
            back.folder(),
            2,
            back.objects(),
            back.backbone(),
            null,
            back.provenance(),
            VersionChange.rollback(1, "no better")));
    PromotionOutcome next = learn(RULES, "b", A.after("b", Map.of("a", 0.81, "b", 0.85)));
    assertThat(next.kind()).isEqualTo(Kind.FAILED);
    assertThat(next.verdict().refusals()).extracting(GateFinding::task).containsExactly("a");
  }

  @Test
  void withoutRulesNothingIsJudgedAndNothingMoves() throws IOException {
    VersionRecord version = publish(GateRules.NONE, "a", A);
    assertThat(version.provenance().gate()).isNull();
    assertThat(promotion(GateRules.NONE).promote(version)).isEmpty();
    assertThat(promotion(GateRules.NONE).settle(version)).isEmpty();
    assertThat(production()).isZero();
  }

  @Test
  void judgedWithoutPromotingLeavesProductionWhereItIs() throws IOException {
    assertThat(learn(new GateRules(0.8, null, false), "a", A).kind()).isEqualTo(Kind.PASSED);
    assertThat(production()).isZero();
  }

  @Test
  void aRunThatDiedBeforeTheMoveIsFinishedByTheNextOnce() throws IOException {
    learn(RULES, "a", A);
    VersionRecord left = publish(RULES, "b", B);
    assertThat(production()).isEqualTo(1);
    assertThat(promotion(RULES).settle(left).orElseThrow().kind()).isEqualTo(Kind.MOVED);
    assertThat(promotion(RULES).settle(left).orElseThrow().kind()).isEqualTo(Kind.STANDS);
    assertThat(store.aliasMoves(Promotion.ALIAS)).hasSize(2);
  }

  @Test
  void aRunThatDiedIsNotFinishedOverAMoveOfSomebodyElses() throws IOException {
    learn(RULES, "a", A);
    learn(RULES, "b", B);
    AccuracyMatrix c = B.after("c", Map.of("a", 0.9, "b", 0.9, "c", 0.9));
    VersionRecord left = publish(RULES, "c", c);
    moveByHand(1);
    PromotionOutcome settled = promotion(RULES).settle(left).orElseThrow();
    assertThat(settled.kind()).isEqualTo(Kind.MOVED_SINCE);
    assertThat(settled.message()).contains("version 1", "by hand", "#3 --name production");
    assertThat(production()).isEqualTo(1);
  }

  @Test
  void aVersionThatPeopleTookOutOfProductionDoesNotComeBack() throws IOException {
    learn(RULES, "a", A);
    VersionRecord second = publish(GateRules.NONE, "b", B);
    moveByHand(2);
    moveByHand(1);
    assertThat(promotion(RULES).settle(second).orElseThrow().kind()).isEqualTo(Kind.MOVED_SINCE);
    assertThat(production()).isEqualTo(1);
  }

  @Test
  void theSameRunOfARefusedVersionIsRefusedAgainAndOtherRulesJudgeAnew() throws IOException {
    learn(RULES, "a", A);
    learn(RULES, "b", BAD);
    assertThat(promotion(RULES).settle(store.version(2)).orElseThrow().kind())
        .isEqualTo(Kind.FAILED);
    assertThat(promotion(new GateRules(0.8, 0.5, true)).settle(store.version(2)).orElseThrow())
        .extracting(PromotionOutcome::kind)
        .isEqualTo(Kind.MOVED);
    assertThat(production()).isEqualTo(2);
  }

  @Test
  void whatWasPublishedWithoutAGateIsJudgedWhenOneIsAskedFor() throws IOException {
    VersionRecord first = publish(GateRules.NONE, "a", A);
    assertThat(promotion(RULES).settle(first).orElseThrow().kind()).isEqualTo(Kind.MOVED);
    assertThat(production()).isEqualTo(1);
  }

  @Test
  void whoLosesAgainstAVersionInBetweenIsJudgedAgainstThatOne() throws IOException {
    learn(RULES, "a", A);
    VersionRecord second = publish(RULES, "b", B);
    AccuracyMatrix c = B.after("c", Map.of("a", 0.88, "b", 0.5, "c", 0.9));
    VersionRecord third = publish(RULES, "c", c);
    assertThat(third.provenance().gate().passed()).as("b is new to production 1").isFalse();
    AccuracyMatrix good = B.after("d", Map.of("a", 0.88, "b", 0.84, "d", 0.9));
    VersionRecord fourth = publish(RULES, "d", good);
    promotion(RULES).promote(second);
    PromotionOutcome outcome = promotion(RULES).promote(fourth).orElseThrow();
    assertThat(outcome.kind()).isEqualTo(Kind.MOVED);
    assertThat(outcome.verdict().production()).isEqualTo(2);
    assertThat(fourth.provenance().gate().production()).isEqualTo(1);
  }

  @Test
  void aLostRaceAgainstSomebodyWhoWentBackIsToldAndNothingIsOverwritten() throws IOException {
    learn(RULES, "a", A);
    learn(RULES, "b", B);
    AccuracyMatrix c = B.after("c", Map.of("a", 0.9, "b", 0.9, "c", 0.9));
    VersionRecord third = publish(RULES, "c", c);
    moveByHand(1);
    PromotionOutcome outcome = promotion(RULES).promote(third).orElseThrow();
    assertThat(outcome.kind()).isEqualTo(Kind.CONFLICT);
    assertThat(outcome.message())
        .contains("passed against production 2", "moved to version 1", "by hand", "#3 --name");
    assertThat(production()).isEqualTo(1);
  }

  @Test
  void aRunThatIsLateLeavesProductionAtTheNewerVersion() throws IOException {
    learn(RULES, "a", A);
    VersionRecord second = publish(RULES, "b", B);
    VersionRecord third = publish(RULES, "c", B.after("c", Map.of("a", 0.9, "b", 0.85, "c", 0.9)));
    assertThat(promotion(RULES).promote(third).orElseThrow().kind()).isEqualTo(Kind.MOVED);
    assertThat(promotion(RULES).promote(second).orElseThrow().kind()).isEqualTo(Kind.STANDS);
    assertThat(promotion(RULES).settle(second).orElseThrow().kind()).isEqualTo(Kind.STANDS);
    assertThat(production()).isEqualTo(3);
    assertThat(store.aliasMoves(Promotion.ALIAS)).hasSize(2);
  }
}
