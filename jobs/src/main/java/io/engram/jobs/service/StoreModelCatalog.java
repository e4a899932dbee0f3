package io.engram.jobs.service;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.engram.consolidation.evaluation.AccuracyMatrix;
import io.engram.consolidation.promotion.RecordedMatrix;
import io.engram.consolidation.store.AliasRecord;
import io.engram.consolidation.store.Damage;
import io.engram.consolidation.store.ModelReference;
import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.store.Publication;
import io.engram.consolidation.store.VersionRecord;
import io.engram.jobs.ExitCode;
import io.engram.jobs.JobException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The catalog of a {@link ModelStore}. */
public final class StoreModelCatalog implements ModelCatalog {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new SimpleModule().addSerializer(Instant.class, ToStringSerializer.instance))
          .build();

  private final Configuration hadoop;

  public StoreModelCatalog(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /** What may fail in a store. */
  @FunctionalInterface
  private interface StoreCall<T> {
    T on(ModelStore store) throws IOException;
  }

  private <T> T call(String root, StoreCall<T> call) {
    try {
      Path path = new Path(root);
      return call.on(
          ModelStore.open(path.getFileSystem(hadoop).makeQualified(path).toUri(), hadoop));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<Version> list(String model) {
    return call(
        model,
        store -> {
          SortedMap<String, AliasRecord> aliases = store.aliases();
          return store.versions().stream().map(record -> version(record, aliases)).toList();
        });
  }

  private static Version version(VersionRecord record, SortedMap<String, AliasRecord> aliases) {
    Integer slot = record.provenance().slot();
    String task = record.provenance().task();
    return new Version(
        record.number(),
        task == null ? "" : task,
        slot == null ? -1 : slot,
        scores(record),
        accuracy(record),
        record.created().toString(),
        aliases.values().stream()
            .filter(alias -> alias.version() == record.number())
            .map(AliasRecord::alias)
            .toList());
  }

  /** Of the task that was learnt with the version; NaN when it was not measured. */
  private static double accuracy(VersionRecord record) {
    AccuracyMatrix matrix = RecordedMatrix.of(record);
    int task = matrix.tasks().indexOf(record.provenance().task());
    Double accuracy = task < 0 ? null : matrix.cell(matrix.size() - 1, task);
    return accuracy == null ? Double.NaN : accuracy;
  }

  private static SortedMap<Integer, Double> scores(VersionRecord record) {
    SortedMap<Integer, Double> scores = new TreeMap<>();
    record.provenance().scores().forEach((slot, score) -> scores.put(Integer.valueOf(slot), score));
    return scores;
  }

  @Override
  public Map<String, Object> show(ModelReference model) {
    return call(
        model.root(),
        store ->
            JSON.convertValue(
                store.resolve(model), new TypeReference<LinkedHashMap<String, Object>>() {}));
  }

  @Override
  public void export(ModelReference model, String target) {
    call(
        model.root(),
        store -> {
          Path path = new Path(target);
          store.export(
              store.resolve(model), path.getFileSystem(hadoop).makeQualified(path).toUri());
          return null;
        });
  }

  @Override
  public long verify(ModelReference model) {
    return call(
        model.root(),
        store -> {
          VersionRecord record = store.resolve(model);
          List<Damage> damages = store.verify(record);
          if (!damages.isEmpty()) {
            throw JobException.refused(
                "version %d at %s is damaged:%n  %s"
                    .formatted(
                        record.number(),
                        model.root(),
                        damages.stream()
                            .map(Damage::toString)
                            .collect(Collectors.joining("\n  "))));
          }
          int backboneFiles = record.backbone() == null ? 0 : record.backbone().files().size();
          return (long) record.files().size() + record.objects().size() + backboneFiles;
        });
  }

  @Override
  public SortedMap<String, Long> aliases(String model) {
    SortedMap<String, Long> versions = new TreeMap<>();
    call(model, ModelStore::aliases)
        .forEach((name, record) -> versions.put(name, record.version()));
    return versions;
  }

  @Override
  public void alias(ModelReference model, String name) {
    Publication<AliasRecord> moved =
        call(
            model.root(),
            store ->
                store.moveAlias(
                    name,
                    store.resolve(model).number(),
                    store.alias(name).map(AliasRecord::number).orElse(0L),
                    null));
    if (moved instanceof Publication.Conflicted<AliasRecord> conflict) {
      throw new JobException(ExitCode.CONFLICT, conflict.message());
    }
    if (moved instanceof Publication.Unknown<AliasRecord> unknown) {
      throw new JobException(ExitCode.UNKNOWN, unknown.message(), unknown.cause());
    }
  }
}
