package io.engram.jobs.service;

import io.engram.consolidation.store.GarbageOptions;
import io.engram.consolidation.store.GarbageReport;
import io.engram.consolidation.store.ModelReference;
import io.engram.consolidation.store.VersionRecord;
import io.engram.consolidation.store.runs.Runs;
import io.engram.consolidation.store.upkeep.ErasureReport;
import java.util.List;

/** What keeps a model of the lake in order. Needs no Spark session. */
public interface ModelUpkeep {

  /**
   * Deletes what nothing needs.
   *
   * @param dryRun say only what would be deleted
   */
  GarbageReport collect(String model, GarbageOptions options, boolean dryRun);

  /**
   * Erases a task from the newest version and from what is cached.
   *
   * @param dryRun say only what would happen
   */
  ErasureReport erase(String model, String task, boolean dryRun);

  /**
   * Publishes the content of a version once more, as the newest.
   *
   * @param reason for people; may be null
   * @return the new version
   */
  VersionRecord restore(ModelReference version, String reason);

  /** Learnings that were begun and are not published, oldest first. */
  List<Runs.Unfinished> unfinished(String model);
}
