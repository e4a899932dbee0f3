package io.engram.consolidation.learning;

import java.io.Serializable;

/**
 * The teachers of a consolidation, as they travel to executors.
 *
 * @param slot the slot's adapter with the heads of its tasks, the one being learnt left out
 * @param learnt the new task's adapter with its head
 * @param learntShares by head of the slot, share of the new adapter in what is taught about its
 *     task, 0 to 1
 */
public record TeacherModels(SlotModel slot, SlotModel learnt, double[] learntShares)
    implements Serializable {

  public TeacherModels {
    if (learntShares.length != slot.heads().length) {
      throw new IllegalArgumentException(
          learntShares.length + " shares for " + slot.heads().length + " heads of the slot");
    }
    for (double share : learntShares) {
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException("a share must be 0 to 1, got " + share);
      }
    }
  }
}
