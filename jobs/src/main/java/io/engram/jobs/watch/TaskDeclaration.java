package io.engram.jobs.watch;

import com.fasterxml.jackson.databind.JsonNode;
import io.engram.consolidation.spark.data.TaskRequest;
import io.engram.jobs.ExitCode;
import io.engram.jobs.JobException;
import io.engram.jobs.service.InputSpec;
import io.engram.jobs.watch.arrivals.TaskArea;
import io.engram.transformers.json.BoundedJson;
import io.engram.transformers.lake.FileTooLongException;
import io.engram.transformers.lake.LakeFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The manifest that who writes a task may put beside its rows, {@link TaskArea#MANIFEST}: it says
 * that all rows are there, how many, and how they are to be read where that differs from the
 * settings of the watch.
 *
 * <pre>{"task": "language", "rows": 1200, "format": "csv", "options": {"header": "true"},
 *  "text-col": "body", "text-pair-col": null, "image-col": null, "label-col": "lang", "split-col": "part",
 *  "key-cols": ["id"]}</pre>
 *
 * Every key may be left out.
 *
 * @param rows rows that the task has to have
 * @param fields the others
 */
record TaskDeclaration(OptionalLong rows, Map<String, JsonNode> fields) {
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_DEPTH = 4;
  private static final Set<String> TEXTS =
      Set.of("format", "text-col", "text-pair-col", "image-col", "label-col", "split-col");

  /**
   * What the folder of a task declares; nothing without the file.
   *
   * @throws JobException when it is no such file, or of another task
   * @throws IOException when its store does not give it, which says nothing about it
   */
  static TaskDeclaration of(Path folder, String task, Configuration conf) throws IOException {
    Path file = new Path(folder, TaskArea.MANIFEST);
    byte[] content;
    try {
      content = LakeFiles.at(file, conf).read(file, MAX_BYTES);
    } catch (FileNotFoundException e) {
      return new TaskDeclaration(OptionalLong.empty(), Map.of());
    } catch (FileTooLongException e) {
      throw unreadable(file, e);
    }
    JsonNode json;
    try {
      json = BoundedJson.read(content, MAX_BYTES, MAX_DEPTH);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    List<String> problems = new ArrayList<>();
    TaskDeclaration declaration = parse(json, task, problems);
    if (!problems.isEmpty()) {
      throw JobException.refused("the manifest " + file + ": " + String.join("; ", problems));
    }
    return declaration;
  }

  private static JobException unreadable(Path file, IOException why) {
    return new JobException(
        ExitCode.REFUSED, "the manifest " + file + " cannot be read: " + why.getMessage(), why);
  }

  private static TaskDeclaration parse(JsonNode json, String task, List<String> problems) {
    if (!json.isObject()) {
      problems.add("is not a JSON object");
    }
    OptionalLong rows = OptionalLong.empty();
    Map<String, JsonNode> fields = new TreeMap<>();
    for (Iterator<Map.Entry<String, JsonNode>> all = json.fields(); all.hasNext(); ) {
      Map.Entry<String, JsonNode> field = all.next();
      String key = field.getKey();
      JsonNode value = field.getValue();
      if (value.isNull()) {
        continue;
      }
      if (key.equals("task")) {
        if (!value.asText().equals(task)) {
          problems.add("says task " + value + ", its folder says " + task);
        }
      } else if (key.equals("rows")) {
        if (value.isIntegralNumber() && value.canConvertToLong() && value.asLong() > 0) {
          rows = OptionalLong.of(value.asLong());
        } else {
          problems.add("rows must be a positive number, got " + value);
        }
      } else if (key.equals("format") && !TaskRequest.RECORDED_FORMATS.contains(value.asText())) {
        problems.add(
            "format "
                + value
                + " is not read on the word of a manifest: it may be one of "
                + String.join(", ", TaskRequest.RECORDED_FORMATS)
                + "; another one only the command of the watch may name");
      } else if (isMeant(key, value)) {
        fields.put(key, value);
      } else {
        problems.add("unknown or wrong: " + key + " = " + value);
      }
    }
    return new TaskDeclaration(rows, fields);
  }

  private static boolean isMeant(String key, JsonNode value) {
    return switch (key) {
      case "options" -> value.isObject();
      case "key-cols" -> value.isArray();
      default -> TEXTS.contains(key) && value.isTextual();
    };
  }

  /** The table of this task, where the watch would read it as {@code usual}. */
  InputSpec table(Path folder, InputSpec usual) {
    Map<String, String> options = new TreeMap<>(usual.options());
    JsonNode own = fields.get("options");
    if (own != null) {
      own.fields()
          .forEachRemaining(option -> options.put(option.getKey(), option.getValue().asText()));
    }
    List<String> keys = usual.keyCols();
    if (fields.containsKey("key-cols")) {
      keys = new ArrayList<>();
      for (JsonNode key : fields.get("key-cols")) {
        keys.add(key.asText());
      }
    }
    return new InputSpec(
        folder.toString(),
        text("format").orElse(usual.format()),
        options,
        text("text-col").orElse(usual.textCol()),
        text("text-pair-col").or(usual::textPairCol),
        text("image-col").or(usual::imageCol),
        text("label-col").orElse(usual.labelCol()),
        text("split-col").orElse(usual.splitCol()),
        keys,
        usual.pictures());
  }

  private Optional<String> text(String key) {
    return Optional.ofNullable(fields.get(key)).map(JsonNode::asText);
  }
}
