package io.engram.consolidation.store.runs;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What a run is to learn.
 *
 * @param format format of the record
 * @param store id of the store
 * @param key idempotence key of the version it is to become
 * @param task task that is learnt
 * @param started by the writer's clock
 * @param by user and machine
 * @param request what was asked for, without secrets
 * @param leftOut names of the options of the table that are not in {@code request}, because they
 *     look like secrets
 */
public record RunRecord(
    int format,
    String store,
    String key,
    String task,
    Instant started,
    String by,
    JsonNode request,
    List<String> leftOut) {
  public static final int FORMAT = 1;

  public RunRecord {
    Objects.requireNonNull(store, "store");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(task, "task");
    Objects.requireNonNull(started, "started");
    Objects.requireNonNull(request, "request");
    leftOut = leftOut == null ? List.of() : List.copyOf(leftOut);
  }
}
