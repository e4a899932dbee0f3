package io.engram.consolidation.store;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;

/** The log of what clean-ups took out of the other logs. */
final class Expiries {
  private static final int ATTEMPTS = 20;

  private final RecordLog<ExpiryRecord> log;
  private final String store;

  Expiries(RecordLog<ExpiryRecord> log, String store) {
    this.log = log;
    this.store = store;
  }

  /**
   * All that was ever expired.
   *
   * @param versions their numbers
   * @param moves of aliases, by alias
   */
  record Expired(Set<Long> versions, Map<String, Set<Long>> moves) {
    static Expired none() {
      return new Expired(new HashSet<>(), new HashMap<>());
    }

    void add(ExpiryRecord record) {
      versions.addAll(record.versions());
      record.moves().forEach(this::addMoves);
    }

    private void addMoves(String alias, List<Long> numbers) {
      moves.computeIfAbsent(alias, any -> new HashSet<>()).addAll(numbers);
    }

    Set<Long> moves(String alias) {
      return moves.getOrDefault(alias, Set.of());
    }
  }

  RecordLog<ExpiryRecord> log() {
    return log;
  }

  /** Everything that is recorded; to be read after the log it is compared with was listed. */
  Expired read() throws IOException {
    Expired expired = Expired.none();
    for (long number : log.numbers()) {
      expired.add(log.read(number));
    }
    return expired;
  }

  /**
   * Says durably what goes; nothing may be deleted before.
   *
   * @throws StoreException when others wrote again and again, or the outcome is not known
   */
  void append(List<Long> versions, SortedMap<String, List<Long>> moves, Instant now)
      throws IOException {
    String id = UUID.randomUUID().toString();
    Publication<ExpiryRecord> end = null;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      long number = log.newest().orElse(0) + 1;
      end =
          log.append(new ExpiryRecord(StoreLayout.FORMAT, store, number, id, now, versions, moves));
      if (end instanceof Publication.Published) {
        return;
      }
      if (end instanceof Publication.Unknown) {
        break;
      }
    }
    throw new StoreException(
        "what the clean-up expires could not be recorded, so nothing was deleted; run it again: "
            + end.message());
  }
}
