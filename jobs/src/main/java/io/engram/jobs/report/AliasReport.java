package io.engram.jobs.report;

import io.engram.consolidation.store.AliasRecord;
import io.engram.jobs.service.ModelCatalog.AliasMove;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code engram models alias} and a rollback by name print. */
public final class AliasReport {
  private AliasReport() {}

  public static String list(Collection<AliasRecord> records) {
    if (records.isEmpty()) {
      return "No version has a name.";
    }
    return new TextTable(
            List.of("name", "version", "move", "moved", "reason"),
            records.stream()
                .map(
                    record ->
                        List.of(
                            record.alias(),
                            String.valueOf(record.version()),
                            String.valueOf(record.number()),
                            record.created().toString(),
                            record.reason() == null ? "" : record.reason()))
                .toList())
        .text();
  }

  public static Map<String, Object> listJson(Collection<AliasRecord> records) {
    return Map.of("aliases", records.stream().map(AliasReport::json).toList());
  }

  public static String moved(String root, AliasMove move) {
    String before =
        move.before().map(record -> ", it was version " + record.version()).orElse(", a new name");
    return "%s is version %d of %s%s"
        .formatted(move.now().alias(), move.now().version(), root, before);
  }

  public static Map<String, Object> movedJson(AliasMove move) {
    Map<String, Object> json = json(move.now());
    json.put("before", move.before().map(AliasRecord::version).orElse(null));
    return json;
  }

  private static Map<String, Object> json(AliasRecord record) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("alias", record.alias());
    json.put("version", record.version());
    json.put("move", record.number());
    json.put("movedAt", record.created().toString());
    json.put("reason", record.reason());
    return json;
  }
}
