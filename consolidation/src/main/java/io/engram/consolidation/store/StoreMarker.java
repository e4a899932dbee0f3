package io.engram.consolidation.store;

import java.time.Instant;
import java.util.Objects;

/**
 * What {@code engram.json} says: this folder is a model store.
 *
 * @param format format of the layout
 * @param id of the store, repeated in its records
 * @param created by the writer's clock
 */
record StoreMarker(int format, String id, Instant created) {
  StoreMarker {
    Names.requireUuid(id, "id of the store");
    Objects.requireNonNull(created, "created");
  }
}
