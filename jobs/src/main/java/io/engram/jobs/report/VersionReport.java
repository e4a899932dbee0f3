package io.engram.jobs.report;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.engram.consolidation.evaluation.AccuracyMatrix;
import io.engram.consolidation.promotion.RecordedMatrix;
import io.engram.consolidation.store.Provenance;
import io.engram.consolidation.store.RecordedFiles;
import io.engram.consolidation.store.VersionChange;
import io.engram.consolidation.store.VersionRecord;
import io.engram.jobs.console.Printable;
import io.engram.jobs.service.ModelCatalog.Shown;
import io.engram.transformers.lake.LakeFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** What {@code engram models show} prints: all that is known about one version. */
public final class VersionReport {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new SimpleModule().addSerializer(Instant.class, ToStringSerializer.instance))
          .build();

  private VersionReport() {}

  public static String text(Shown shown) {
    VersionRecord record = shown.record();
    Provenance provenance = record.provenance();
    StringBuilder text = new StringBuilder(head(shown));
    section(text, "Accuracy of all tasks, per cent", accuracies(RecordedMatrix.of(record)));
    if (provenance.gate() != null) {
      String verdict = (provenance.gate().passed() ? "passed: " : "refused: ");
      String table =
          provenance.gate().findings().isEmpty()
              ? ""
              : "\n" + PromotionReport.findings(provenance.gate());
      section(text, "Gate", verdict + Printable.line(provenance.gate().reason()) + table);
    }
    Map<String, Object> json = recordJson(record);
    Map<?, ?> details = (Map<?, ?>) json.get("provenance");
    for (String part : List.of("scores", "metrics", "counts", "seeds", "settings", "libraries")) {
      if (details.get(part) instanceof Map<?, ?> values && !values.isEmpty()) {
        section(
            text,
            part.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + part.substring(1),
            indented(values));
      }
    }
    section(text, "Files", files(record));
    return text.toString();
  }

  private static String head(Shown shown) {
    VersionRecord record = shown.record();
    Provenance provenance = record.provenance();
    Map<String, Object> lines = new LinkedHashMap<>();
    lines.put("version", record.number());
    lines.put("names", shown.aliases().isEmpty() ? "-" : String.join(", ", shown.aliases()));
    lines.put("task", provenance.task());
    lines.put("slot", provenance.slot());
    if (record.change() != null) {
      lines.put("change", change(record.change()));
    }
    lines.put("created", record.created());
    lines.put("continues", record.parent() == 0 ? "nothing, the first" : record.parent());
    lines.put(
        "size", Figures.bytes(shown.bytes()) + ", new with it " + Figures.bytes(shown.added()));
    lines.put("folder", record.folder());
    lines.put("backbone", record.backbone() == null ? null : record.backbone().sha256());
    lines.put("computed on", provenance.numericPath());
    lines.put("scheduler run", provenance.schedulerRun());
    lines.put("idempotence key", record.idempotenceKey());
    lines.put("format", record.format());
    lines.put("store", record.store());
    List<List<String>> cells = new ArrayList<>();
    lines.forEach((key, value) -> cells.add(List.of(key, value == null ? "-" : value.toString())));
    return new TextTable(cells.get(0), cells.subList(1, cells.size())).text();
  }

  private static String change(VersionChange change) {
    return change.kind()
        + (change.restores() > 0 ? " to version " + change.restores() : "")
        + (change.reason() == null ? "" : ": " + change.reason());
  }

  private static void section(StringBuilder text, String title, String body) {
    text.append("\n\n").append(title).append('\n').append(body);
  }

  private static String accuracies(AccuracyMatrix matrix) {
    if (matrix.size() == 0) {
      return "not measured";
    }
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < matrix.size(); i++) {
      Double cell = matrix.cell(matrix.size() - 1, i);
      rows.add(List.of(matrix.tasks().get(i), Figures.percent(cell == null ? Double.NaN : cell)));
    }
    return new TextTable(List.of("task", "accuracy"), rows).text();
  }

  private static String files(VersionRecord record) {
    List<List<String>> rows = new ArrayList<>();
    for (Map.Entry<String, LakeFile> file : RecordedFiles.of(record).entrySet()) {
      rows.add(
          List.of(
              Figures.count(file.getValue().length()), file.getValue().sha256(), file.getKey()));
    }
    return new TextTable(List.of("bytes", "sha256", "path"), rows).text();
  }

  /** Nested values, one line each: {@code training.epochs: 5}; a matrix in rows is one line. */
  private static String indented(Map<?, ?> values) {
    StringBuilder text = new StringBuilder();
    flatten(
        "",
        values,
        (key, value) -> text.append("  ").append(Printable.line(key + ": " + value)).append('\n'));
    return text.toString().stripTrailing();
  }

  private static void flatten(String path, Map<?, ?> values, BiConsumer<String, Object> line) {
    values.forEach(
        (key, value) -> {
          String at = path.isEmpty() ? key.toString() : path + "." + key;
          if (value instanceof Map<?, ?> section) {
            flatten(at, section, line);
          } else {
            line.accept(at, value);
          }
        });
  }

  private static Map<String, Object> recordJson(VersionRecord record) {
    return JSON.convertValue(record, new TypeReference<LinkedHashMap<String, Object>>() {});
  }

  /** The record as it is, then what the store knows besides. */
  public static Map<String, Object> json(Shown shown) {
    Map<String, Object> json = recordJson(shown.record());
    json.put("aliases", shown.aliases());
    json.put("bytes", shown.bytes());
    json.put("addedBytes", shown.added());
    return json;
  }
}
