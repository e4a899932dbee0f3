package io.engram.consolidation.transferability;

/**
 * Which slot shall take a task?
 *
 * @param task id of the new task
 * @param runSeed seed of the run
 * @param loads number of tasks each slot of the full pool serves
 */
public record SlotQuestion(String task, long runSeed, int[] loads) {
  public SlotQuestion {
    loads = loads.clone();
    if (loads.length == 0) {
      throw new IllegalArgumentException("task " + task + ": the pool has no slot to choose from");
    }
  }

  public int slots() {
    return loads.length;
  }

  @Override
  public int[] loads() {
    return loads.clone();
  }
}
