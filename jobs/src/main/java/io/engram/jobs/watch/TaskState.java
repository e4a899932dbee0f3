package io.engram.jobs.watch;

import io.engram.consolidation.promotion.PromotionOutcome;
import io.engram.jobs.watch.arrivals.Arrival;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Where a task stands between its first file and its version.
 *
 * @param task id
 * @param phase how far it is
 * @param firstSeen when its first file was seen, by the watch's clock; tasks are learnt in this
 *     order
 * @param changed when its files were last seen to change, by the same clock
 * @param files data files at that time
 * @param bytes of them
 * @param contents {@link Arrival#contents} at that time
 * @param failures faults in a row of learning these files
 * @param version of the model that it was last published with
 * @param accuracy on its test rows in that version
 * @param gate what came of that version at the gate; empty where no rule was given
 * @param reason why it was refused, or what else there is to know about its phase
 * @param run id that a scheduler gave to the run that published or refused it
 */
public record TaskState(
    String task,
    Phase phase,
    Instant firstSeen,
    Instant changed,
    long files,
    long bytes,
    String contents,
    int failures,
    OptionalLong version,
    OptionalDouble accuracy,
    Optional<PromotionOutcome.Kind> gate,
    Optional<String> reason,
    Optional<String> run) {

  /** How far a task is. */
  public enum Phase {
    /** Files come; it is not known to be complete. */
    ARRIVING,
    /** Complete, and waits for its turn. */
    WAITING,
    /** Is learnt at this moment, or was when the watch was killed. */
    LEARNING,
    /** A version of the model has it. */
    PUBLISHED,
    /** Cannot be learnt as it is. */
    REFUSED
  }

  /** A task that was not known before. */
  static TaskState arriving(Arrival arrival, Instant now) {
    return new TaskState(
        arrival.task(),
        Phase.ARRIVING,
        now,
        now,
        arrival.files(),
        arrival.bytes(),
        arrival.contents(),
        0,
        OptionalLong.empty(),
        OptionalDouble.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Its files are others now; what was published stays published. */
  TaskState changed(Arrival arrival, Instant now) {
    return new TaskState(
        task,
        Phase.ARRIVING,
        firstSeen,
        now,
        arrival.files(),
        arrival.bytes(),
        arrival.contents(),
        0,
        version,
        accuracy,
        gate,
        Optional.empty(),
        Optional.empty());
  }

  TaskState in(Phase next) {
    return with(next, failures, Optional.empty());
  }

  TaskState refused(String why) {
    return with(Phase.REFUSED, 0, Optional.of(why));
  }

  /** Faults that did not go away: nobody tries again before its files change. */
  TaskState givenUp(String why) {
    return with(Phase.REFUSED, failures, Optional.of(why));
  }

  /** A fault that may go away: it waits for another try. */
  TaskState failed(String why) {
    return with(Phase.WAITING, failures + 1, Optional.of(why));
  }

  TaskState published(
      long newVersion, OptionalDouble newAccuracy, Optional<PromotionOutcome> promotion) {
    return new TaskState(
        task,
        Phase.PUBLISHED,
        firstSeen,
        changed,
        files,
        bytes,
        contents,
        0,
        OptionalLong.of(newVersion),
        newAccuracy,
        promotion.map(PromotionOutcome::kind),
        promotion.map(PromotionOutcome::message),
        run);
  }

  /** Rows that came after its version were not taken. */
  TaskState kept(String why) {
    return with(Phase.PUBLISHED, 0, Optional.of(why));
  }

  /** Whose run published or refused it. */
  TaskState by(Optional<String> schedulerRun) {
    return new TaskState(
        task,
        phase,
        firstSeen,
        changed,
        files,
        bytes,
        contents,
        failures,
        version,
        accuracy,
        gate,
        reason,
        schedulerRun);
  }

  /** A refused one that was moved aside: whatever comes in its place is looked at anew. */
  TaskState away() {
    return new TaskState(
        task, phase, firstSeen, changed, files, bytes, "", failures, version, accuracy, gate,
        reason, run);
  }

  private TaskState with(Phase next, int newFailures, Optional<String> newReason) {
    return new TaskState(
        task,
        next,
        firstSeen,
        changed,
        files,
        bytes,
        contents,
        newFailures,
        version,
        accuracy,
        gate,
        newReason,
        run);
  }
}
