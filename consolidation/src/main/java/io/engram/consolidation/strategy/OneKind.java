package io.engram.consolidation.strategy;

import io.engram.adapters.AdapterConfig;
import io.engram.consolidation.pool.AdapterPool;
import io.engram.consolidation.task.SettingRefusedException;

/** Adapters that work together sit in the same places: only their widths may differ. */
final class OneKind {
  private OneKind() {}

  /**
   * @param chosen for the next task
   * @param done what is done with the adapters, for the message
   * @throws SettingRefusedException when an adapter of the pool is of another kind
   */
  static void require(AdapterPool pool, AdapterConfig chosen, String done) {
    for (AdapterPool.Slot slot : pool.slots()) {
      AdapterConfig kept = slot.weights().config();
      if (!kept.fits(chosen)) {
        throw new SettingRefusedException(
            "adapter "
                + chosen
                + " cannot be "
                + done
                + " with those of this model, which has "
                + kept
                + ": only their widths may differ; choose as before, or begin another model");
      }
    }
  }
}
