package io.engram.consolidation.promotion;

import io.engram.consolidation.evaluation.AccuracyMatrix;
import io.engram.consolidation.gate.Gate;
import io.engram.consolidation.gate.GateRules;
import io.engram.consolidation.gate.GateVerdict;
import io.engram.consolidation.gate.Production;
import io.engram.consolidation.store.AliasRecord;
import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.store.Publication;
import io.engram.consolidation.store.VersionChange;
import io.engram.consolidation.store.VersionRecord;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Decides about {@code production} for one run of learning.
 *
 * <ol>
 *   <li>Only a version that kept every rule becomes production, and only if nobody moved the alias
 *       since it was judged; a move of somebody else's is never overwritten unseen.
 *   <li>Who loses against a version that came in between is judged again, against that one.
 *   <li>A run that died between its publish and the move is finished by the same run again.
 *   <li>A version that people took out of production does not come back by itself.
 * </ol>
 */
public final class Promotion {
  /** Name of the alias. */
  public static final String ALIAS = "production";

  private final ModelStore store;
  private final GateRules rules;
  private final Outcomes outcomes;

  public Promotion(ModelStore store, GateRules rules) {
    this.store = store;
    this.rules = rules;
    this.outcomes = new Outcomes(store.root());
  }

  /**
   * The verdict to keep in the record of a version that is about to be published; empty when nobody
   * asked for a gate.
   *
   * @param number of the version
   * @param task that was learnt with it
   * @param matrix accuracies up to it
   */
  public Optional<GateVerdict> judge(long number, String task, AccuracyMatrix matrix)
      throws IOException {
    return rules.asked()
        ? Optional.of(Gate.judge(rules, production(store.alias(ALIAS), number, task), matrix))
        : Optional.empty();
  }

  /** Moves production to a version that was just published, if its verdict allows it. */
  public Optional<PromotionOutcome> promote(VersionRecord published) throws IOException {
    GateVerdict verdict = published.provenance().gate();
    return verdict == null ? Optional.empty() : Optional.of(follow(published, verdict));
  }

  /** Finishes what an earlier run of the same learning left open. */
  public Optional<PromotionOutcome> settle(VersionRecord version) throws IOException {
    if (!rules.asked()) {
      return Optional.empty();
    }
    Optional<AliasRecord> now = store.alias(ALIAS);
    GateVerdict verdict = version.provenance().gate();
    boolean judged = verdict != null && sameLimits(verdict.rules());
    if (now.isPresent() && now.get().version() >= version.number()) {
      return Optional.of(outcomes.stands(version, verdict, now.get()));
    }
    if (judged && !verdict.passed()) {
      return Optional.of(outcomes.failed(version, verdict, now));
    }
    if (now.isPresent() && wasMovedSince(version, verdict, now.get())) {
      return Optional.of(outcomes.movedSince(version, verdict, now.get()));
    }
    return Optional.of(follow(version, judged ? verdict : judge(version, now)));
  }

  private boolean sameLimits(GateRules recorded) {
    return new GateRules(recorded.minAccuracy(), recorded.maxForgetting(), rules.promote())
        .equals(rules);
  }

  // Without a verdict nobody knows what production was then: that it never was this version counts.
  private boolean wasMovedSince(VersionRecord version, GateVerdict verdict, AliasRecord now)
      throws IOException {
    return verdict != null
        ? now.number() != verdict.move()
        : store.aliasMoves(ALIAS).stream().anyMatch(move -> move.version() == version.number());
  }

  private GateVerdict judge(VersionRecord version, Optional<AliasRecord> now) throws IOException {
    Production production = production(now, version.number(), version.provenance().task());
    return Gate.judge(rules, production, RecordedMatrix.of(version));
  }

  /**
   * @param alias as it was read: a move that comes in between makes the one that follows from it
   *     fail
   */
  private Production production(Optional<AliasRecord> alias, long number, String task)
      throws IOException {
    if (alias.isEmpty()) {
      return Production.none();
    }
    VersionRecord named = store.version(alias.get().version());
    SortedMap<Long, String> learnt = new TreeMap<>();
    for (VersionRecord version : store.versionsAfter(named.number())) {
      VersionChange change = version.change();
      if (change != null && change.kind().equals(VersionChange.ROLLBACK)) {
        // What came after the version that was restored is undone.
        learnt.tailMap(change.restores() + 1).clear();
      } else if (change == null
          && version.number() < number
          && version.provenance().task() != null) {
        learnt.put(version.number(), version.provenance().task());
      }
    }
    Set<String> learntSince = new HashSet<>(learnt.values());
    if (task != null) {
      learntSince.add(task);
    }
    return new Production(
        named.number(), alias.get().number(), RecordedMatrix.of(named), learntSince);
  }

  private PromotionOutcome follow(VersionRecord version, GateVerdict first) throws IOException {
    GateVerdict verdict = first;
    while (verdict.passed() && rules.promote()) {
      Publication<AliasRecord> move =
          store.moveAlias(ALIAS, version.number(), verdict.move(), reason(version, verdict));
      if (move instanceof Publication.Published<AliasRecord>) {
        return outcomes.moved(version, verdict);
      }
      if (move instanceof Publication.Unknown<AliasRecord> unknown) {
        return outcomes.unknown(version, verdict, unknown);
      }
      AliasRecord now = store.alias(ALIAS).orElseThrow();
      if (now.version() >= version.number()) {
        return outcomes.stands(version, verdict, now);
      }
      if (now.version() <= verdict.production()) {
        return outcomes.conflict(version, verdict, now);
      }
      verdict = judge(version, Optional.of(now));
    }
    return verdict.passed()
        ? outcomes.passed(version, verdict)
        : outcomes.failed(version, verdict, store.alias(ALIAS));
  }

  private static String reason(VersionRecord version, GateVerdict verdict) {
    return "task " + version.provenance().task() + " was learnt: " + verdict.reason();
  }
}
