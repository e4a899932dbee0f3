package io.engram.consolidation.store;

import io.engram.transformers.lake.DamagedFileException;
import io.engram.transformers.lake.LakeFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.Path;

/** Checks versions together: records, files, objects, backbones; goes on after every damage. */
final class StoreVerification {
  private final StoreLayout layout;
  private final VersionVerifier verifier;
  private final Map<Damage, List<Long>> damages = new LinkedHashMap<>();
  private final List<Long> versions = new ArrayList<>();
  private final Set<String> files = new HashSet<>();

  StoreVerification(StoreLayout layout, LakeFiles files) {
    this.layout = layout;
    this.verifier = new VersionVerifier(layout, files);
  }

  StoreVerification checkVersions(RecordLog<VersionRecord> log) throws IOException {
    for (long number : log.numbers()) {
      versions.add(number);
      files.add(relative(log.path(number)));
      try {
        check(log.read(number));
      } catch (DamagedFileException e) {
        found(damagedRecord(log.path(number), e), number);
      }
    }
    return this;
  }

  private void check(VersionRecord record) throws IOException {
    files.addAll(RecordedFiles.of(record).keySet());
    for (Damage damage : verifier.verify(record, true)) {
      found(damage, record.number());
    }
  }

  StoreVerification checkAliases(AliasLogs aliases) throws IOException {
    for (String name : aliases.names()) {
      RecordLog<AliasRecord> log = aliases.log(name);
      for (long number : log.numbers()) {
        files.add(relative(log.path(number)));
        try {
          aliases.requireName(log.read(number), name);
        } catch (DamagedFileException e) {
          damages.putIfAbsent(damagedRecord(log.path(number), e), new ArrayList<>());
        }
      }
    }
    return this;
  }

  Verification result() {
    return new Verification(
        versions,
        files.size(),
        damages.entrySet().stream()
            .map(entry -> new Verification.Finding(entry.getKey(), entry.getValue()))
            .toList());
  }

  private void found(Damage damage, long version) {
    damages.computeIfAbsent(damage, any -> new ArrayList<>()).add(version);
  }

  private Damage damagedRecord(Path path, DamagedFileException e) {
    return new Damage(relative(path), Damage.Kind.CHANGED, e.expected(), e.actual());
  }

  private String relative(Path path) {
    return layout.root().toUri().relativize(path.toUri()).getPath();
  }
}
