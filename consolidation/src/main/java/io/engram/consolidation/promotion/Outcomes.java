package io.engram.consolidation.promotion;

import io.engram.consolidation.gate.GateVerdict;
import io.engram.consolidation.promotion.PromotionOutcome.Kind;
import io.engram.consolidation.store.AliasRecord;
import io.engram.consolidation.store.Publication;
import io.engram.consolidation.store.VersionRecord;
import java.net.URI;
import java.util.Optional;

/**
 * Every end of a promotion, in words.
 *
 * @param root of the store, for the command that people may run
 */
record Outcomes(URI root) {

  PromotionOutcome moved(VersionRecord version, GateVerdict verdict) {
    String was = verdict.production() == 0 ? "nothing" : "version " + verdict.production();
    return new PromotionOutcome(
        Kind.MOVED,
        version.number(),
        version.number(),
        verdict,
        "production is version %d now, it was %s: %s"
            .formatted(version.number(), was, verdict.reason()));
  }

  PromotionOutcome stands(VersionRecord version, GateVerdict verdict, AliasRecord now) {
    String message =
        now.version() == version.number()
            ? "production is version %d already".formatted(now.version())
            : "production is version %d, which came after version %d"
                .formatted(now.version(), version.number());
    return new PromotionOutcome(Kind.STANDS, version.number(), now.version(), verdict, message);
  }

  PromotionOutcome passed(VersionRecord version, GateVerdict verdict) {
    return new PromotionOutcome(
        Kind.PASSED,
        version.number(),
        verdict.production(),
        verdict,
        "version %d passed (%s); production was not to move. %s"
            .formatted(version.number(), verdict.reason(), byHand(version)));
  }

  PromotionOutcome failed(VersionRecord version, GateVerdict verdict, Optional<AliasRecord> now) {
    long production = now.map(AliasRecord::version).orElse(0L);
    String stays = production == 0 ? "no version is in production" : "that stays " + production;
    return new PromotionOutcome(
        Kind.FAILED,
        version.number(),
        production,
        verdict,
        "version %d is published, and the gate kept it from production (%s): %s. %s"
            .formatted(version.number(), stays, verdict.reason(), byHand(version)));
  }

  PromotionOutcome movedSince(VersionRecord version, GateVerdict verdict, AliasRecord now) {
    return new PromotionOutcome(
        Kind.MOVED_SINCE,
        version.number(),
        now.version(),
        verdict,
        "production was moved to version %d at %s%s, after version %d was published; it stays there. %s"
            .formatted(
                now.version(), now.created(), because(now), version.number(), byHand(version)));
  }

  PromotionOutcome conflict(VersionRecord version, GateVerdict verdict, AliasRecord now) {
    return new PromotionOutcome(
        Kind.CONFLICT,
        version.number(),
        now.version(),
        verdict,
        "version %d is published and passed against production %d, which somebody moved to version %d at %s%s meanwhile; nothing was overwritten. %s"
            .formatted(
                version.number(),
                verdict.production(),
                now.version(),
                now.created(),
                because(now),
                byHand(version)));
  }

  PromotionOutcome unknown(
      VersionRecord version, GateVerdict verdict, Publication.Unknown<AliasRecord> unknown) {
    return new PromotionOutcome(
        Kind.UNKNOWN,
        version.number(),
        verdict.production(),
        verdict,
        "version %d is published and passed; %s".formatted(version.number(), unknown.message()));
  }

  private static String because(AliasRecord move) {
    return move.reason() == null ? "" : " (" + move.reason() + ")";
  }

  private String byHand(VersionRecord version) {
    return "By hand: engram models alias --model %s#%d --name %s"
        .formatted(root, version.number(), Promotion.ALIAS);
  }
}
