package io.engram.jobs.service;

import io.engram.consolidation.store.GarbageOptions;
import io.engram.consolidation.store.GarbageReport;
import io.engram.consolidation.store.ModelReference;
import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.store.Publication;
import io.engram.consolidation.store.UnpublishedException;
import io.engram.consolidation.store.VersionRecord;
import io.engram.consolidation.store.runs.Runs;
import io.engram.consolidation.store.upkeep.Erasure;
import io.engram.consolidation.store.upkeep.ErasureReport;
import io.engram.consolidation.store.upkeep.Rollback;
import io.engram.consolidation.task.TaskId;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** The upkeep of a {@link ModelStore}. */
public final class StoreModelUpkeep implements ModelUpkeep {
  private final Configuration hadoop;

  public StoreModelUpkeep(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  @Override
  public GarbageReport collect(String model, GarbageOptions options, boolean dryRun) {
    return StoreCall.ask(
        model, hadoop, store -> dryRun ? store.planCollection(options) : store.collect(options));
  }

  @Override
  public ErasureReport erase(String model, String task, boolean dryRun) {
    return StoreCall.ask(
        model,
        hadoop,
        store -> {
          Erasure erasure = new Erasure(store, hadoop);
          return dryRun ? erasure.plan(new TaskId(task)) : erasure.erase(new TaskId(task));
        });
  }

  @Override
  public VersionRecord restore(ModelReference version, String reason) {
    return StoreCall.ask(
        version.root(),
        hadoop,
        store -> {
          long number = store.resolve(version).number();
          Publication<VersionRecord> end = new Rollback(store, hadoop).to(number, reason);
          if (end instanceof Publication.Published<VersionRecord> published) {
            return published.ours();
          }
          throw UnpublishedException.of("going back to version " + number, end);
        });
  }

  @Override
  public List<Runs.Unfinished> unfinished(String model) {
    return StoreCall.ask(model, hadoop, store -> Runs.unfinished(store, hadoop));
  }
}
