package io.engram.jobs.report;

import io.engram.jobs.service.BackboneShelf.Entry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code engram backbone} prints. */
public final class BackboneReport {
  private BackboneReport() {}

  public static String list(List<Entry> entries) {
    if (entries.isEmpty()) {
      return "No backbone in this lake yet: engram backbone import";
    }
    return new TextTable(
            List.of("name", "takes", "layers", "width", "parameters", "hash", "folder"),
            entries.stream()
                .map(
                    entry ->
                        List.of(
                            entry.name(),
                            entry.takes().plural(),
                            String.valueOf(entry.layers()),
                            String.valueOf(entry.hidden()),
                            Figures.count(entry.parameters()),
                            entry.hash(),
                            entry.uri()))
                .toList())
        .text();
  }

  public static Map<String, Object> listJson(List<Entry> entries) {
    return Map.of("backbones", entries.stream().map(BackboneReport::json).toList());
  }

  public static Map<String, Object> json(Entry entry) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", entry.name());
    json.put("hash", entry.hash());
    json.put("takes", entry.takes().name().toLowerCase(Locale.ROOT));
    json.put("layers", entry.layers());
    json.put("hidden", entry.hidden());
    json.put("parameters", entry.parameters());
    json.put("uri", entry.uri());
    return json;
  }
}
