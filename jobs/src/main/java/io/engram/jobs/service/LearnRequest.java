package io.engram.jobs.service;

import io.engram.jobs.JobException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One task to learn.
 *
 * @param model folder of the model; made when it does not exist
 * @param task task id
 * @param input rows
 * @param settings how
 * @param replace learn it again when it was learnt from other data
 */
public record LearnRequest(
    String model, String task, InputSpec input, LearnSettings settings, boolean replace) {
  private static final Pattern TASK_ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

  /**
   * Refuses what cannot be meant, everything at once.
   *
   * @throws JobException with one line a problem
   */
  public void check() {
    List<String> problems = new ArrayList<>();
    if (!TASK_ID.matcher(task).matches()) {
      problems.add(
          "--task '"
              + task
              + "' must be 1 to 64 of a-z 0-9 . _ - and begin with a letter or digit");
    }
    problems.addAll(settings.problems());
    if (!problems.isEmpty()) {
      throw JobException.usage(String.join("\n", problems));
    }
  }
}
