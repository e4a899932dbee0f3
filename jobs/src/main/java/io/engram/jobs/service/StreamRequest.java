package io.engram.jobs.service;

import io.engram.jobs.JobException;
import java.time.Duration;
import java.util.Optional;

/**
 * Files to score as they come.
 *
 * @param score how; its input and output are folders
 * @param schema columns of the input as DDL; without it those of the files that are there
 * @param checkpoint folder that remembers which files were scored; without it one in the output
 * @param once score what is there and end
 * @param interval time between two looks for files
 * @param filesPerBatch files that are scored together at most
 */
public record StreamRequest(
    ScoreRequest score,
    Optional<String> schema,
    Optional<String> checkpoint,
    boolean once,
    Duration interval,
    int filesPerBatch) {

  /**
   * Refuses what cannot be meant.
   *
   * @throws JobException when a value is out of range
   */
  public void check() {
    score.check();
    if (score.overwrite()) {
      throw JobException.usage(
          "--overwrite is for one table; a stream goes on in its output, and a new one needs an"
              + " empty folder");
    }
    if (filesPerBatch < 1) {
      throw JobException.usage("--files-per-batch must be at least 1, got " + filesPerBatch);
    }
  }
}
