package io.engram.consolidation.store;

import io.engram.transformers.lake.LakeTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/** What the records of a store need, and which records may go. */
final class LiveVersions {
  private final StoreLayout layout;
  private final RecordLog<VersionRecord> log;
  private final AliasLogs aliases;
  private final Expiries expiries;
  private final LakeTree tree;

  LiveVersions(
      StoreLayout layout,
      RecordLog<VersionRecord> log,
      AliasLogs aliases,
      Expiries expiries,
      LakeTree tree) {
    this.layout = layout;
    this.log = log;
    this.aliases = aliases;
    this.expiries = expiries;
    this.tree = tree;
  }

  /**
   * What must stay, and the records to be deleted first.
   *
   * @param isEmpty whether there is no version
   * @param folders ids of versions' folders that stay
   * @param objects file names that stay
   * @param backbones hashes that stay
   * @param keys idempotence keys of learnings that stand
   * @param expired records, lowest first
   * @param expiry numbers of these, and of records that are given up, as far as no clean-up has
   *     named them yet
   * @param kept versions that were to be expired and stay
   */
  record Picture(
      boolean isEmpty,
      Set<String> folders,
      Set<String> objects,
      Set<String> backbones,
      Set<String> keys,
      List<Garbage> expired,
      Expiry expiry,
      List<GarbageReport.Kept> kept) {}

  /** Numbers that are about to be missing in the logs. */
  record Expiry(List<Long> versions, SortedMap<String, List<Long>> moves) {
    boolean isEmpty() {
      return versions.isEmpty() && moves.isEmpty();
    }
  }

  Picture read(GarbageOptions options, LeaseRecord.Needs needs) throws IOException {
    long dropBefore = options.dropBefore();
    Map<Long, String> named = new TreeMap<>();
    needs.versions().forEach(version -> named.put(version, "a running writer needs it"));
    Map<String, AliasRecord> newestMoves = aliases.all();
    newestMoves.forEach(
        (alias, move) -> named.put(move.version(), "alias '" + alias + "' names it"));
    List<Long> numbers = log.intactNumbers();
    Expiries.Expired before = expiries.read();
    List<Long> lost = log.missing(0, numbers, before.versions());
    if (!lost.isEmpty() && !options.giveUpMissing()) {
      throw StoreException.lostRecords(layout.log(), lost);
    }
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
            new Expiry(new ArrayList<>(lost), new TreeMap<>()),
            kept);
    Map<String, Long> bytes = bytesIn(layout.log());
    List<VersionRecord> records = new ArrayList<>();
    for (long number : numbers) {
      if (number >= dropBefore || named.containsKey(number)) {
        log.find(number).ifPresent(records::add);
        if (number < dropBefore) {
          kept.add(new GarbageReport.Kept(number, named.get(number)));
        }
      } else {
        gone.add(number);
        if (!before.versions().contains(number)) {
          picture.expiry().versions().add(number);
        }
        String name = log.path(number).getName();
        expired.add(
            new Garbage(
                StoreLayout.LOG + "/" + name,
                bytes.getOrDefault(name, 0L),
                Garbage.Reason.EXPIRED_VERSION));
      }
    }
    records.forEach(record -> keep(record, picture));
    picture.keys().addAll(StandingKeys.of(records));
    Set<Long> there = new HashSet<>(numbers);
    there.removeAll(gone);
    for (AliasRecord newest : newestMoves.values()) {
      String alias = newest.alias();
      RecordLog<AliasRecord> moves = aliases.log(alias);
      List<Long> goes = new ArrayList<>(moves.missing(0, moves.numbers(), before.moves(alias)));
      if (!goes.isEmpty() && !options.giveUpMissing()) {
        throw StoreException.lostRecords(layout.alias(alias), goes);
      }
      Map<String, Long> moveBytes = bytesIn(layout.alias(alias));
      for (AliasRecord move : movesToNowhere(newest, there)) {
        goes.add(move.number());
        String name = moves.path(move.number()).getName();
        expired.add(
            new Garbage(
                StoreLayout.ALIASES + "/" + alias + "/" + name,
                moveBytes.getOrDefault(name, 0L),
                Garbage.Reason.EXPIRED_ALIAS_MOVE));
      }
      goes.removeAll(before.moves(alias));
      if (!goes.isEmpty()) {
        picture.expiry().moves().put(alias, goes);
      }
    }
    return picture;
  }

  private static void keep(VersionRecord record, Picture picture) {
    picture.folders().add(record.id());
    record.objects().forEach(object -> picture.objects().add(object.fileName()));
    if (record.backbone() != null) {
      picture.backbones().add(record.backbone().sha256());
    }
  }

  // A move that was made while the versions were listed may name one that is newer than the list.
  private List<AliasRecord> movesToNowhere(AliasRecord newest, Set<Long> there) throws IOException {
    long newestVersion = there.stream().mapToLong(Long::longValue).max().orElse(0);
    return aliases.moves(newest.alias()).stream()
        .filter(move -> move.number() < newest.number())
        .filter(move -> move.version() < newestVersion && !there.contains(move.version()))
        .toList();
  }

  private Map<String, Long> bytesIn(Path folder) throws IOException {
    Map<String, Long> bytes = new TreeMap<>();
    tree.children(folder).forEach(entry -> bytes.put(entry.path(), entry.bytes()));
    return bytes;
  }
}
