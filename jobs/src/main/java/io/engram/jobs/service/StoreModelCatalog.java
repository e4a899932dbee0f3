package io.engram.jobs.service;

import io.engram.consolidation.comparison.VersionDiff;
import io.engram.consolidation.store.AliasRecord;
import io.engram.consolidation.store.ModelReference;
import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.store.RecordedFiles;
import io.engram.consolidation.store.Verification;
import io.engram.consolidation.store.Verification.Finding;
import io.engram.consolidation.store.VersionRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The catalog of a {@link ModelStore}. */
public final class StoreModelCatalog implements ModelCatalog {
  private final Configuration hadoop;

  public StoreModelCatalog(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  private <T> T call(String root, StoreCall<T> call) {
    return StoreCall.ask(root, hadoop, call);
  }

  @Override
  public Listed list(String model) {
    return call(
        model,
        store -> {
          SortedMap<String, AliasRecord> aliases = store.aliases();
          AddedBytes added = new AddedBytes();
          List<Version> versions = new ArrayList<>();
          for (VersionRecord record : store.versions()) {
            versions.add(VersionLine.of(record, names(record, aliases), added.next(record)));
          }
          return new Listed(versions, store.lostVersions());
        });
  }

  private static List<String> names(VersionRecord record, SortedMap<String, AliasRecord> aliases) {
    return aliases.values().stream()
        .filter(alias -> alias.version() == record.number())
        .map(AliasRecord::alias)
        .toList();
  }

  @Override
  public Shown show(ModelReference model) {
    return call(
        model.root(),
        store -> {
          VersionRecord shown = store.resolve(model);
          AddedBytes added = new AddedBytes();
          for (VersionRecord record : store.versions()) {
            if (record.number() < shown.number()) {
              added.next(record);
            }
          }
          return new Shown(
              shown,
              names(shown, store.aliases()),
              RecordedFiles.bytes(RecordedFiles.of(shown)),
              added.next(shown));
        });
  }

  @Override
  public void export(ModelReference model, String target) {
    call(
        model.root(),
        store -> {
          new OutputAddress("--to", target).apartFrom("the model", model.root(), hadoop);
          Path path = new Path(target);
          store.export(
              store.resolve(model), path.getFileSystem(hadoop).makeQualified(path).toUri());
          return null;
        });
  }

  @Override
  public Verification verify(ModelReference model) {
    return call(
        model.root(),
        store -> {
          if (model.alias() == null && model.version() == null) {
            return store.verifyAll();
          }
          VersionRecord record = store.resolve(model);
          List<Long> version = List.of(record.number());
          return new Verification(
              version,
              RecordedFiles.of(record).size(),
              store.verify(record).stream().map(damage -> new Finding(damage, version)).toList());
        });
  }

  @Override
  public VersionDiff diff(ModelReference from, ModelReference to) {
    return call(
        from.root(),
        store -> {
          ComparedVersions versions = new ComparedVersions(store, hadoop);
          return VersionDiff.of(versions.read(from), versions.read(to));
        });
  }

  @Override
  public SortedMap<String, AliasRecord> aliases(String model) {
    return call(model, ModelStore::aliases);
  }

  @Override
  public List<AliasRecord> moves(String model, String name) {
    return call(model, store -> new AliasMoves(store).all(name));
  }

  @Override
  public AliasMove alias(ModelReference model, String name, String reason) {
    return call(
        model.root(),
        store -> new AliasMoves(store).to(store.resolve(model).number(), name, reason));
  }

  @Override
  public AliasMove aliasBack(String model, String name, String reason) {
    return call(model, store -> new AliasMoves(store).back(name, reason));
  }
}
