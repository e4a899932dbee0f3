package io.engram.jobs.service;

import io.engram.consolidation.store.AliasRecord;
import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.store.Publication;
import io.engram.consolidation.store.StoreException;
import io.engram.jobs.ExitCode;
import io.engram.jobs.JobException;
import io.engram.jobs.service.ModelCatalog.AliasMove;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Moves of names, each a compare-and-swap on the move that was seen. */
record AliasMoves(ModelStore store) {

  List<AliasRecord> all(String name) throws IOException {
    List<AliasRecord> moves = store.aliasMoves(name);
    if (moves.isEmpty()) {
      throw unknown(name);
    }
    return moves;
  }

  AliasMove to(long version, String name, String reason) throws IOException {
    return move(store.alias(name), version, name, reason);
  }

  AliasMove back(String name, String reason) throws IOException {
    List<AliasRecord> moves = all(name);
    AliasRecord now = moves.get(moves.size() - 1);
    for (int i = moves.size() - 2; i >= 0; i--) {
      if (moves.get(i).version() != now.version()) {
        return move(Optional.of(now), moves.get(i).version(), name, reason);
      }
    }
    throw new StoreException(
        "alias '"
            + name
            + "' at "
            + store.root()
            + " never named another version than "
            + now.version()
            + ": there is nothing to go back to; name a version, --model "
            + store.root()
            + "#N");
  }

  private AliasMove move(Optional<AliasRecord> seen, long version, String name, String reason)
      throws IOException {
    // Nobody is sent to a version that would be refused when it is loaded.
    store.intactFolder(store.version(version));
    Publication<AliasRecord> moved =
        store.moveAlias(name, version, seen.map(AliasRecord::number).orElse(0L), reason);
    if (moved instanceof Publication.Published<AliasRecord> published) {
      return new AliasMove(seen, published.ours());
    }
    if (moved instanceof Publication.Unknown<AliasRecord> unknown) {
      throw new JobException(ExitCode.UNKNOWN, unknown.message(), unknown.cause());
    }
    throw new JobException(ExitCode.CONFLICT, moved.message());
  }

  private StoreException unknown(String name) throws IOException {
    return new StoreException(
        "there is no alias '"
            + name
            + "' at "
            + store.root()
            + "; it has "
            + store.aliases().keySet());
  }
}
