package io.engram.consolidation.store;

import io.engram.transformers.lake.LakeTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/** What the records of a store need, and which records may go. */
final class LiveVersions {
  private final StoreLayout layout;
  private final RecordLog<VersionRecord> log;
  private final AliasLogs aliases;
  private final LakeTree tree;

  LiveVersions(StoreLayout layout, RecordLog<VersionRecord> log, AliasLogs aliases, LakeTree tree) {
    this.layout = layout;
    this.log = log;
    this.aliases = aliases;
    this.tree = tree;
  }

  /**
   * What must stay, and the records to be deleted first.
   *
   * @param isEmpty whether there is no version
   * @param folders ids of versions' folders that stay
   * @param objects file names that stay
   * @param backbones hashes that stay
   * @param keys idempotence keys of the versions that stay
   * @param expired records, lowest first
   * @param kept versions that were to be expired and stay
   */
  record Picture(
      boolean isEmpty,
      Set<String> folders,
      Set<String> objects,
      Set<String> backbones,
      Set<String> keys,
      List<Garbage> expired,
      List<GarbageReport.Kept> kept) {}

  Picture read(long dropBefore, LeaseRecord.Needs needs) throws IOException {
    Map<Long, String> named = new TreeMap<>();
    needs.versions().forEach(version -> named.put(version, "a running writer needs it"));
    Map<String, AliasRecord> newestMoves = aliases.all();
    newestMoves.forEach(
        (alias, move) -> named.put(move.version(), "alias '" + alias + "' names it"));
    List<Long> numbers = log.numbers();
    if (!numbers.isEmpty()) {
      named.putIfAbsent(numbers.get(numbers.size() - 1), "it is the newest");
    }
    Set<Long> gone = new HashSet<>();
    List<Garbage> expired = new ArrayList<>();
    List<GarbageReport.Kept> kept = new ArrayList<>();
    Picture picture =
        new Picture(
            numbers.isEmpty(),
            new HashSet<>(needs.folders()),
            new HashSet<>(needs.objects()),
            new HashSet<>(needs.backbones()),
            new HashSet<>(),
            expired,
            kept);
    Map<String, Long> bytes = bytesIn(layout.log());
    for (long number : numbers) {
      if (number >= dropBefore || named.containsKey(number)) {
        log.find(number).ifPresent(record -> keep(record, picture));
        if (number < dropBefore) {
          kept.add(new GarbageReport.Kept(number, named.get(number)));
        }
      } else {
        gone.add(number);
        String name = log.path(number).getName();
        expired.add(
            new Garbage(
                StoreLayout.LOG + "/" + name,
                bytes.getOrDefault(name, 0L),
                Garbage.Reason.EXPIRED_VERSION));
      }
    }
    Set<Long> there = new HashSet<>(numbers);
    there.removeAll(gone);
    for (AliasRecord newest : newestMoves.values()) {
      expired.addAll(movesToNowhere(newest, there));
    }
    return picture;
  }

  private static void keep(VersionRecord record, Picture picture) {
    picture.folders().add(record.id());
    picture.keys().add(record.idempotenceKey());
    record.objects().forEach(object -> picture.objects().add(object.fileName()));
    if (record.backbone() != null) {
      picture.backbones().add(record.backbone().sha256());
    }
  }

  // A move that was made while the versions were listed may name one that is newer than the list.
  private List<Garbage> movesToNowhere(AliasRecord newest, Set<Long> there) throws IOException {
    long newestVersion = there.stream().mapToLong(Long::longValue).max().orElse(0);
    Map<String, Long> bytes = bytesIn(layout.alias(newest.alias()));
    List<Garbage> garbage = new ArrayList<>();
    for (AliasRecord move : aliases.moves(newest.alias())) {
      if (move.number() < newest.number()
          && move.version() < newestVersion
          && !there.contains(move.version())) {
        String name = aliases.log(newest.alias()).path(move.number()).getName();
        garbage.add(
            new Garbage(
                StoreLayout.ALIASES + "/" + newest.alias() + "/" + name,
                bytes.getOrDefault(name, 0L),
                Garbage.Reason.EXPIRED_ALIAS_MOVE));
      }
    }
    return garbage;
  }

  private Map<String, Long> bytesIn(Path folder) throws IOException {
    Map<String, Long> bytes = new TreeMap<>();
    tree.children(folder).forEach(entry -> bytes.put(entry.path(), entry.bytes()));
    return bytes;
  }
}
