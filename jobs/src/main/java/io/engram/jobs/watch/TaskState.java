package io.engram.jobs.watch;

import io.engram.consolidation.promotion.PromotionOutcome;
import io.engram.jobs.service.RunId;
import io.engram.jobs.watch.arrivals.Arrival;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Where a task stands between its first file and its version.
 *
 * @param task id
 * @param phase how far it is
 * @param folder what was last seen of its folder
 * @param failures faults in a row of learning these files
 * @param learnt what is published of it; stays when more rows come
 * @param reason why it was refused, or what else there is to know about its phase
 * @param run id of the run that learns it, or that published or refused it
 * @param notBefore when a waiting one is tried again, by the watch's clock; empty: in the next look
 */
public record TaskState(
    String task,
    Phase phase,
    Folder folder,
    int failures,
    Optional<Learnt> learnt,
    Optional<String> reason,
    Optional<String> run,
    Optional<Instant> notBefore) {

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

  /**
   * A task's folder, as it was when it was last seen to change.
   *
   * @param firstSeen when its first file was seen, by the watch's clock; tasks are learnt in this
   *     order
   * @param changed when its files were last seen to change, by the same clock
   * @param files data files
   * @param bytes of them
   * @param contents {@link Arrival#contents}; empty of one that was moved away or is gone
   */
  public record Folder(
      Instant firstSeen, Instant changed, long files, long bytes, String contents) {

    static Folder of(Arrival arrival, Instant firstSeen, Instant changed) {
      return new Folder(firstSeen, changed, arrival.files(), arrival.bytes(), arrival.contents());
    }

    Folder away() {
      return new Folder(firstSeen, changed, files, bytes, "");
    }
  }

  /**
   * What the model has of a task.
   *
   * @param version of the model that it was last published with
   * @param accuracy on its test rows in that version
   * @param gate what came of that version at the gate; empty where no rule was given
   */
  public record Learnt(
      long version, OptionalDouble accuracy, Optional<PromotionOutcome.Kind> gate) {}

  /** A task that was not known before. */
  static TaskState arriving(Arrival arrival, Instant now) {
    return new TaskState(
        arrival.task(),
        Phase.ARRIVING,
        Folder.of(arrival, now, now),
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Its files are others now; what was published stays published. */
  TaskState changed(Arrival arrival, Instant now) {
    Folder changed = Folder.of(arrival, folder.firstSeen(), now);
    return new TaskState(
        task,
        Phase.ARRIVING,
        changed,
        0,
        learnt,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  TaskState in(Phase next) {
    return with(next, failures, Optional.empty());
  }

  /** Whoever learnt it did not say how that ended. */
  TaskState interrupted() {
    return with(
        Phase.WAITING,
        failures,
        run.map(
            other ->
                "run "
                    + other
                    + " began to learn it and has not ended: it was killed, or watches this lake"
                    + " as well"));
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

  /** The next try is not at once: what was at fault gets time to go away. */
  TaskState pausedUntil(Instant time) {
    return new TaskState(task, phase, folder, failures, learnt, reason, run, Optional.of(time));
  }

  /** Whether a waiting one may be taken up. */
  boolean isDue(Instant now) {
    return notBefore.isEmpty() || !now.isBefore(notBefore.get());
  }

  /** What no task can be learnt with is to be mended first. */
  TaskState heldUp(String why) {
    return with(Phase.WAITING, failures, Optional.of(why));
  }

  /**
   * @param why what else there is to know
   */
  TaskState published(Learnt version, Optional<String> why) {
    return new TaskState(
        task, Phase.PUBLISHED, folder, 0, Optional.of(version), why, run, Optional.empty());
  }

  /**
   * Published, and whether production moved is not settled: it waits to be found out.
   *
   * @param why what happened, with what to do
   */
  TaskState unsettled(Learnt version, Optional<String> why) {
    return new TaskState(
        task, Phase.WAITING, folder, 0, Optional.of(version), why, run, Optional.empty());
  }

  /** Rows that came after its version were not taken. */
  TaskState kept(String why) {
    return with(Phase.PUBLISHED, 0, Optional.of(why));
  }

  /** Whose run learns, published or refused it. */
  TaskState by(RunId theRun) {
    return new TaskState(
        task, phase, folder, failures, learnt, reason, Optional.of(theRun.value()), notBefore);
  }

  /** A refused one that was moved aside: whatever comes in its place is looked at anew. */
  TaskState away() {
    return new TaskState(task, phase, folder.away(), failures, learnt, reason, run, notBefore);
  }

  private TaskState with(Phase next, int newFailures, Optional<String> newReason) {
    return new TaskState(task, next, folder, newFailures, learnt, newReason, run, Optional.empty());
  }
}
