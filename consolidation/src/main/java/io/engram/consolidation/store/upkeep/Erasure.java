package io.engram.consolidation.store.upkeep;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.engram.adapters.prediction.ServingModel;
import io.engram.consolidation.evaluation.AccuracyMatrix;
import io.engram.consolidation.evaluation.ContinualMetrics;
import io.engram.consolidation.gate.GateVerdict;
import io.engram.consolidation.model.Locations;
import io.engram.consolidation.model.ModelCodec;
import io.engram.consolidation.model.ModelManifests;
import io.engram.consolidation.model.ModelObjects;
import io.engram.consolidation.model.StoredModel;
import io.engram.consolidation.promotion.RecordedMatrix;
import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.store.Provenance;
import io.engram.consolidation.store.Publication;
import io.engram.consolidation.store.StoreException;
import io.engram.consolidation.store.UnpublishedException;
import io.engram.consolidation.store.VersionChange;
import io.engram.consolidation.store.VersionDraft;
import io.engram.consolidation.store.VersionFolder;
import io.engram.consolidation.store.VersionRecord;
import io.engram.consolidation.store.WriterLease;
import io.engram.consolidation.store.serving.LakeObjects;
import io.engram.consolidation.strategy.LearnedTask;
import io.engram.consolidation.strategy.LearnerState;
import io.engram.consolidation.task.TaskId;
import io.engram.consolidation.task.TaskManifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Erases a task from a model.
 *
 * <ol>
 *   <li>The newest version afterwards holds neither its head nor its statistics, reservoir rows,
 *       manifest or name; a slot that served it alone is gone, unless fusions of other tasks attend
 *       to it. Other tasks predict as before.
 *   <li>What {@code cache/} and {@code runs/} hold of it is deleted.
 *   <li>The report says what remains: the older versions that hold it, until {@link
 *       ModelStore#collect} has expired them, and the slot whose weights it helped to shape.
 *   <li>Repeating it is harmless: it then only deletes what a learner has cached since, also when
 *       no version holds the task any more.
 * </ol>
 *
 * A learner of another task that began before and ends after comes after the version without the
 * task, and may have cached features of it: erase again when it has ended. One that reads cached
 * features while they are deleted fails and is begun again. A cache elsewhere than beside the model
 * is its owner's to delete.
 */
public final class Erasure {
  private static final int ATTEMPTS = 5;

  private final ModelStore store;
  private final VersionFiles files;
  private final CachedTraces cache;
  private final ModelObjects objects;

  public Erasure(ModelStore store, Configuration conf) throws IOException {
    this.store = store;
    this.files = new VersionFiles(store, conf);
    this.cache = new CachedTraces(store.root(), conf);
    this.objects =
        new LakeObjects(
            new Path(new Path(store.root()), Locations.ALONE.objects()).toString(), conf);
  }

  /** Everything about a task that is in the store now. */
  private record Known(
      Optional<VersionRecord> newest,
      Optional<LearnedTask> task,
      Optional<StoredModel> model,
      List<Long> versions,
      CachedTraces.Fingerprints fingerprints) {}

  /**
   * What {@link #erase} would do; changes nothing.
   *
   * @throws StoreException when no version holds the task and nothing is cached that may be of it
   */
  public ErasureReport plan(TaskId task) throws IOException {
    Known known = known(task.value());
    return report(
        task.value(), known, Optional.empty(), cache.find(task.value(), known.fingerprints()));
  }

  /**
   * Publishes a version without the task and deletes what is cached of it.
   *
   * @throws StoreException when no version holds the task and nothing is cached that may be of it
   * @throws UnpublishedException when others published again and again, or the outcome is unknown
   */
  public ErasureReport erase(TaskId task) throws IOException {
    String id = task.value();
    Publication<VersionRecord> lost = null;
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Known known = known(id);
      Optional<VersionRecord> published = Optional.empty();
      if (known.task().isPresent()) {
        Publication<VersionRecord> end = publishWithout(id, known);
        if (end instanceof Publication.Conflicted) {
          lost = end;
          continue;
        }
        if (end instanceof Publication.Unknown) {
          throw UnpublishedException.of("erasing task '" + id + "'", end);
        }
        published = Optional.of(end.ours());
      }
      return report(id, known, published, cache.delete(id, known.fingerprints()));
    }
    throw UnpublishedException.of(
        "task '" + id + "' was not erased, others published again and again; run it again", lost);
  }

  private Publication<VersionRecord> publishWithout(String task, Known known) throws IOException {
    VersionRecord newest = known.newest().orElseThrow();
    WriterLease lease = store.lease("erasing a task", List.of(newest.number()));
    try {
      StoredModel before = known.model().orElseThrow();
      StoredModel after =
          new StoredModel(
              newest.number() + 1,
              before.backbone(),
              before.settings(),
              before.state().without(task));
      ModelCodec.Encoded encoded = ModelCodec.encode(after, Locations.IN_STORE, objects);
      VersionFolder folder = files.copy(newest, document -> encoded.json());
      return store.publish(
          new VersionDraft(
              folder,
              newest.number(),
              encoded.objects(),
              after.backbone(),
              null,
              provenance(task, newest, after),
              VersionChange.erase()));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      lease.close();
    }
  }

  private static Provenance provenance(String task, VersionRecord newest, StoredModel after) {
    AccuracyMatrix matrix = RecordedMatrix.of(newest).forgotten(task);
    ObjectNode metrics = VersionFiles.JSON.createObjectNode();
    metrics.set(RecordedMatrix.FIELD, VersionFiles.JSON.valueToTree(matrix));
    metrics.set("continual", VersionFiles.JSON.valueToTree(ContinualMetrics.of(matrix)));
    return Provenance.of(null, null)
        .withMetrics(metrics)
        .withSettings(ModelCodec.settingsTree(after.settings()))
        .withEnvironment(newest.provenance().numericPath(), newest.provenance().libraries(), null);
  }

  private Known known(String task) throws IOException {
    List<Long> holding = new ArrayList<>();
    Set<String> own = new TreeSet<>();
    Set<String> others = new TreeSet<>();
    List<VersionRecord> versions = store.versions();
    for (VersionRecord version : versions) {
      boolean holds = namesIt(task, version);
      for (TaskManifest manifest : ModelManifests.of(files.document(version))) {
        boolean is = manifest.id().value().equals(task);
        holds |= is;
        (is ? own : others).add(manifest.fingerprint());
      }
      if (holds) {
        holding.add(version.number());
      }
    }
    CachedTraces.Fingerprints fingerprints = new CachedTraces.Fingerprints(own, others);
    long last = holding.isEmpty() ? 0 : holding.get(holding.size() - 1);
    if (versions.isEmpty() || last != versions.get(versions.size() - 1).number()) {
      return new Known(Optional.empty(), Optional.empty(), Optional.empty(), holding, fingerprints);
    }
    VersionRecord newest = versions.get(versions.size() - 1);
    StoredModel model = ModelCodec.decode(files.document(newest), objects);
    return new Known(
        Optional.of(newest), model.state().task(task), Optional.of(model), holding, fingerprints);
  }

  // By field: a task may be called as a library, a setting or the number of a slot is.
  private static boolean namesIt(String task, VersionRecord version) {
    GateVerdict gate = version.provenance().gate();
    return task.equals(version.provenance().task())
        || RecordedMatrix.names(version, task)
        || (gate != null
            && gate.findings().stream().anyMatch(finding -> finding.task().equals(task)));
  }

  private ErasureReport report(
      String task, Known known, Optional<VersionRecord> published, CachedTraces.Traces cached)
      throws IOException {
    if (known.versions().isEmpty() && cached.paths().isEmpty()) {
      throw new StoreException("no version at " + store.root() + " holds task '" + task + "'");
    }
    SortedMap<String, Long> aliases = new TreeMap<>();
    store
        .aliases()
        .forEach(
            (name, alias) -> {
              if (known.versions().contains(alias.version())) {
                aliases.put(name, alias.version());
              }
            });
    return new ErasureReport(
        task,
        published,
        known.versions(),
        store.lostVersions(),
        aliases,
        known.task().map(learnt -> slot(learnt, known.model().orElseThrow().state())).orElse(null),
        known
            .task()
            .map(learnt -> copies(learnt, known.model().orElseThrow().state()))
            .orElse(List.of()),
        known.task().isPresent()
            && known.model().orElseThrow().state().without(task).importance().isPresent(),
        cached.paths(),
        cached.bytes());
  }

  private static List<ErasureReport.Slot> copies(LearnedTask task, LearnerState state) {
    List<ErasureReport.Slot> copies = new ArrayList<>();
    for (int slot = 0; slot < state.pool().slots().size(); slot++) {
      List<String> fusedBy = state.fusedBy(slot, task.id());
      boolean nameless = state.pool().slots().get(slot).tasks().isEmpty();
      if (nameless && slot != task.slot() && !fusedBy.isEmpty()) {
        copies.add(new ErasureReport.Slot(slot, List.of(), fusedBy));
      }
    }
    return copies;
  }

  private static ErasureReport.Slot slot(LearnedTask task, LearnerState state) {
    List<String> others =
        task.slot() == ServingModel.IDENTITY_SLOT
            ? List.of()
            : state.pool().slots().get(task.slot()).tasks().stream()
                .filter(id -> !id.equals(task.id()))
                .toList();
    return new ErasureReport.Slot(task.slot(), others, state.fusedBy(task.slot(), task.id()));
  }
}
