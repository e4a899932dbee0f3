package io.engram.jobs.data;

/**
 * One row of a task table.
 *
 * @param key row key, unique in the task
 * @param text what is classified
 * @param pair second text, or null where rows are single texts
 * @param label class
 * @param split name of a {@link io.engram.consolidation.task.Split}
 */
public record TaskRow(String key, String text, String pair, String label, String split) {

  public static final String TRAIN = "train";
  public static final String TEST = "test";

  /** A single text. */
  public TaskRow(String key, String text, String label, String split) {
    this(key, text, null, label, split);
  }
}
