package io.engram.consolidation.store;

import java.time.Instant;
import java.util.Objects;

/**
 * One move of an alias.
 *
 * @param format format of the record
 * @param store id of the store it belongs to
 * @param number move of this alias, from 1
 * @param id identity of the move
 * @param alias its name
 * @param version what it means from now on
 * @param created by the writer's clock
 * @param reason why it moved, for people; may be null
 */
public record AliasRecord(
    int format,
    String store,
    long number,
    String id,
    String alias,
    long version,
    Instant created,
    String reason)
    implements LogRecord {

  public AliasRecord {
    Names.requireUuid(store, "store");
    Names.requireUuid(id, "id");
    Names.requireName(alias, "alias");
    Objects.requireNonNull(created, "created");
    if (number < 1 || version < 1) {
      throw new IllegalArgumentException(
          "move " + number + " of alias " + alias + " names version " + version);
    }
  }

  @Override
  public String summary() {
    return "alias '" + alias + "' to version " + version + ", id " + id;
  }
}
