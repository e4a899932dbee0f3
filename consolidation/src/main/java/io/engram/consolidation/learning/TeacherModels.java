package io.engram.consolidation.learning;

import java.io.Serializable;

/**
 * The teachers of a consolidation, as they travel to executors.
 *
 * @param slot the slot's adapter with the heads of its tasks, the one being learnt left out
 * @param learnt the new task's adapter with its head
 * @param learntShare share of the new adapter in what is taught about the slot's tasks, 0 to 1
 */
public record TeacherModels(SlotModel slot, SlotModel learnt, double learntShare)
    implements Serializable {}
