package io.engram.consolidation.strategy;

import io.engram.adapters.Head;
import io.engram.adapters.prediction.ServingModel;
import io.engram.consolidation.pool.AdapterPool;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one task changed, done to a state that others have changed since. Trains nothing. */
public final class Rebase {
  private Rebase() {}

  /**
   * The newest state with the task as it was learnt on another one; empty when both changes do not
   * commute: the task itself was changed, its slot was, the slot it took is taken, or it was to
   * attend to adapters of which others came or went. The reservoir is the newest state's, without
   * what the task offers.
   *
   * @param newest what is there now, with the capacity that is asked for
   * @param base what the task was learnt on
   * @param learned what came of it
   * @param strategy what it was learnt by
   */
  public static Optional<LearnerState> onto(
      LearnerState newest,
      LearnerState base,
      LearnerState learned,
      String task,
      ContinualStrategy strategy) {
    LearnedTask entry = learned.task(task).orElseThrow();
    if (newest.fromLayer() != base.fromLayer()
        || !newest.task(task).equals(base.task(task))
        || !newest.importance().equals(base.importance())
        || (strategy.attendsToAll() && !newest.pool().equals(base.pool()))) {
      return Optional.empty();
    }
    if (entry.slot() == ServingModel.IDENTITY_SLOT) {
      return Optional.of(newest.withIdentity(entry));
    }
    if (learned.fuses() || newest.fuses()) {
      // A fusion is over all adapters there are: others that came since would be left out.
      return newest.pool().equals(base.pool()) && newest.tasks().equals(base.tasks())
          ? Optional.of(learned.withReservoir(newest.reservoir()))
          : Optional.empty();
    }
    AdapterPool.Slot slot = learned.pool().slots().get(entry.slot());
    if (entry.slot() < base.pool().slots().size()) {
      return sameSlot(newest, base, entry.slot())
          ? Optional.of(
              carried(
                  newest.with(newest.pool().consolidate(entry.slot(), slot.weights(), task), entry),
                  learned,
                  slot))
          : Optional.empty();
    }
    boolean movesThere = newest.pool().slotOf(task).isPresent();
    if (movesThere || newest.pool().isFull()) {
      return Optional.empty();
    }
    int number = newest.pool().slots().size();
    LearnerState appended =
        newest.with(newest.pool().append(slot.weights(), task), entry.withSlot(number));
    // What later tasks are held by is of the first slot.
    return Optional.of(number > 0 ? appended : appended.withImportance(learned.importance()));
  }

  // What was changed along with the slot: heads that were trained again, importance of its weights.
  private static LearnerState carried(
      LearnerState rebased, LearnerState learned, AdapterPool.Slot slot) {
    Map<String, Head> heads = new HashMap<>();
    slot.tasks().forEach(id -> heads.put(id, learned.task(id).orElseThrow().head()));
    return rebased.withHeads(heads).withImportance(learned.importance());
  }

  /** Whether a slot and all it serves are what they were. */
  private static boolean sameSlot(LearnerState newest, LearnerState base, int slot) {
    List<AdapterPool.Slot> slots = newest.pool().slots();
    AdapterPool.Slot before = base.pool().slots().get(slot);
    return slot < slots.size()
        && slots.get(slot).equals(before)
        && before.tasks().stream().allMatch(id -> newest.task(id).equals(base.task(id)));
  }
}
