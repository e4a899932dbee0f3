package io.engram.consolidation.store;

import io.engram.transformers.lake.DamagedFileException;
import io.engram.transformers.lake.LakeFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/**
 * Checks a store as a whole: that no record is gone without a trace, records, files, objects,
 * backbones; goes on after every damage.
 */
final class StoreVerification {
  private final StoreLayout layout;
  private final RecordLog<VersionRecord> log;
  private final VersionVerifier verifier;
  private final Map<Damage, List<Long>> damages = new LinkedHashMap<>();
  private final List<Long> versions = new ArrayList<>();
  private final Set<String> files = new HashSet<>();

  StoreVerification(StoreLayout layout, LakeFiles files, RecordLog<VersionRecord> log) {
    this.layout = layout;
    this.log = log;
    this.verifier = new VersionVerifier(layout, files);
  }

  /** A log as it was listed, with what was known of its end before. */
  private record Listed(long hint, List<Long> numbers) {
    static Listed of(RecordLog<?> log) throws IOException {
      long hint = log.hint();
      return new Listed(hint, log.numbers());
    }

    List<Long> missing(RecordLog<?> log, Set<Long> expired) throws StoreException {
      return log.missing(hint, numbers, expired);
    }
  }

  Verification check(AliasLogs aliases, Expiries expiries) throws IOException {
    SortedMap<String, Listed> moves = new TreeMap<>();
    for (String name : aliases.names()) {
      moves.put(name, Listed.of(aliases.log(name)));
    }
    // After the aliases: what one of them names was published before its move.
    Listed listed = Listed.of(log);
    Expiries.Expired expired = readExpiries(expiries.log());
    for (long number : listed.missing(log, expired.versions())) {
      found(missing(log.path(number), "the record of version " + number), List.of(number));
    }
    for (long number : listed.numbers()) {
      checkVersion(number);
    }
    Set<Long> known = new HashSet<>(expired.versions());
    known.addAll(listed.numbers());
    for (String name : moves.keySet()) {
      RecordLog<AliasRecord> alias = aliases.log(name);
      for (long number : moves.get(name).missing(alias, expired.moves(name))) {
        found(
            missing(alias.path(number), "move " + number + " of alias '" + name + "'"), List.of());
      }
      for (long number : moves.get(name).numbers()) {
        checkMove(aliases, name, number, known);
      }
    }
    return result();
  }

  private Expiries.Expired readExpiries(RecordLog<ExpiryRecord> log) throws IOException {
    Expiries.Expired expired = Expiries.Expired.none();
    Listed listed = Listed.of(log);
    for (long number : listed.missing(log, Set.of())) {
      found(missing(log.path(number), "the record of clean-up " + number), List.of());
    }
    for (long number : listed.numbers()) {
      read(log.path(number), List.of(), () -> log.find(number)).ifPresent(expired::add);
    }
    return expired;
  }

  /** Reads a record that was listed; empty when it was expired since. */
  @FunctionalInterface
  private interface Reading<R> {
    Optional<R> read() throws IOException;
  }

  /** A record that was listed; empty when it is damaged, which is noted, or was expired since. */
  private <R> Optional<R> read(Path path, List<Long> neededBy, Reading<R> reading)
      throws IOException {
    files.add(relative(path));
    try {
      return reading.read();
    } catch (DamagedFileException e) {
      found(new Damage(relative(path), Damage.Kind.CHANGED, e.expected(), e.actual()), neededBy);
      return Optional.empty();
    }
  }

  private void checkVersion(long number) throws IOException {
    versions.add(number);
    Optional<VersionRecord> record =
        read(log.path(number), List.of(number), () -> log.find(number));
    if (record.isPresent()) {
      files.addAll(RecordedFiles.of(record.get()).keySet());
      for (Damage damage : verifier.verify(record.get(), true)) {
        found(damage, List.of(number));
      }
    }
  }

  private void checkMove(AliasLogs aliases, String name, long number, Set<Long> known)
      throws IOException {
    Path path = aliases.log(name).path(number);
    Optional<AliasRecord> move = read(path, List.of(), () -> aliases.find(name, number));
    if (move.isPresent() && !known.contains(move.get().version())) {
      long version = move.get().version();
      String expected = "the record of version " + version + ", which alias '" + name + "' names";
      found(missing(log.path(version), expected), List.of(version));
    }
  }

  private Verification result() {
    return new Verification(
        versions,
        files.size(),
        damages.entrySet().stream()
            .map(entry -> new Verification.Finding(entry.getKey(), entry.getValue()))
            .toList());
  }

  private void found(Damage damage, List<Long> neededBy) {
    damages.computeIfAbsent(damage, any -> new ArrayList<>()).addAll(neededBy);
  }

  private Damage missing(Path path, String expected) {
    return new Damage(relative(path), Damage.Kind.MISSING, expected, "no file");
  }

  private String relative(Path path) {
    return layout.root().toUri().relativize(path.toUri()).getPath();
  }
}
