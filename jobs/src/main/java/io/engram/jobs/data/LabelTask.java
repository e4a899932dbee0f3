package io.engram.jobs.data;

import io.engram.consolidation.task.LabelShare;
import io.engram.consolidation.task.SplitCounts;
import java.util.List;

/**
 * A label of a multi-label table as a task of two classes.
 *
 * @param id task id
 * @param label the label, and class of the rows that have it
 * @param other class of the rows that have it not
 * @param share of the whole table's rows that have it
 * @param with rows of the task that have it
 * @param without rows of the task that have it not
 */
public record LabelTask(
    String id, String label, String other, double share, SplitCounts with, SplitCounts without) {

  LabelShare labelShare() {
    return new LabelShare(label, share);
  }

  /** What it is in a list of tasks. */
  TaskSize size() {
    SplitCounts all = with.plus(without);
    return new TaskSize(id, List.of(label, other), all.train(), all.validation(), all.test());
  }
}
