package io.engram.jobs.data;

import java.util.List;

/**
 * A task that was written.
 *
 * @param id task id
 * @param classes names
 * @param train rows
 * @param validation rows
 * @param test rows
 */
public record TaskSize(String id, List<String> classes, long train, long validation, long test) {
  public TaskSize {
    classes = List.copyOf(classes);
  }
}
