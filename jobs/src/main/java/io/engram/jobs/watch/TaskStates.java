package io.engram.jobs.watch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.engram.consolidation.promotion.PromotionOutcome;
import io.engram.consolidation.task.TaskId;
import io.engram.jobs.ExitCode;
import io.engram.jobs.JobException;
import io.engram.jobs.watch.TaskState.Folder;
import io.engram.jobs.watch.TaskState.Learnt;
import io.engram.jobs.watch.TaskState.Phase;
import io.engram.transformers.json.BoundedJson;
import io.engram.transformers.lake.ContentHash;
import io.engram.transformers.lake.LakeFiles;
import io.engram.transformers.lake.LakeTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The state of every task, a table of the lake: {@code LAKE/watch/tasks}, one JSON file of one line
 * a task, which {@code spark.read().json} reads as it is. A file is replaced whole. Files whose
 * names begin with {@code _} or {@code .}, which Spark passes over, are no states here either.
 */
public final class TaskStates {
  private static final String SUFFIX = ".json";
  private static final int MAX_BYTES = 1 << 20;
  private static final JsonMapper MAPPER = new JsonMapper();

  private final Path folder;
  private final LakeTree tree;
  private final LakeFiles files;

  public TaskStates(Path lake, Configuration conf) throws IOException {
    this.folder = new Path(lake, "watch/tasks");
    this.tree = LakeTree.at(folder, conf);
    this.files = LakeFiles.at(folder, conf);
  }

  /** All that are known, by task. */
  public Map<String, TaskState> all() throws IOException {
    Map<String, TaskState> states = new TreeMap<>();
    for (String name : files.names(folder)) {
      if (name.endsWith(SUFFIX) && !name.startsWith(".") && !name.startsWith("_")) {
        TaskState state = read(new Path(folder, name));
        states.put(state.task(), state);
      }
    }
    return states;
  }

  public Optional<TaskState> find(String task) throws IOException {
    Path file = file(task);
    return files.exists(file) ? Optional.of(read(file)) : Optional.empty();
  }

  private TaskState read(Path file) throws IOException {
    byte[] content = tree.readReplaced(file, MAX_BYTES);
    try {
      return parse(BoundedJson.read(content, MAX_BYTES, 2));
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      throw new JobException(
          ExitCode.REFUSED,
          "the state in "
              + file
              + " cannot be read: "
              + e.getMessage()
              + "; delete the file, and the task is looked at anew (one that was learnt is not"
              + " learnt again)",
          e);
    }
  }

  /** Keeps a state in place of the one before. */
  void put(TaskState state) throws IOException {
    tree.replace(file(state.task()), json(state));
  }

  private Path file(String task) {
    return new Path(folder, fileName(task) + SUFFIX);
  }

  /** A folder may have any name, also one that is no task's and would be no good for a file. */
  private static String fileName(String task) {
    if (TaskId.isValid(task)) {
      return task;
    }
    String name = task.replaceAll("[^A-Za-z0-9-]", "_");
    return (name.startsWith("_") ? "task" + name : name)
        + "-"
        + ContentHash.sha256(task.getBytes(StandardCharsets.UTF_8)).substring(0, 8);
  }

  private static byte[] json(TaskState state) throws JsonProcessingException {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("task", state.task());
    json.put("state", state.phase().name().toLowerCase(Locale.ROOT));
    json.put("firstSeen", state.folder().firstSeen().toString());
    json.put("changed", state.folder().changed().toString());
    json.put("files", state.folder().files());
    json.put("bytes", state.folder().bytes());
    json.put("contents", state.folder().contents());
    json.put("failures", state.failures());
    state
        .learnt()
        .ifPresent(
            learnt -> {
              json.put("version", learnt.version());
              learnt.accuracy().ifPresent(accuracy -> json.put("accuracy", accuracy));
              learnt.gate().ifPresent(gate -> json.put("gate", gate.word()));
            });
    state.reason().ifPresent(reason -> json.put("reason", reason));
    state.run().ifPresent(run -> json.put("run", run));
    state.notBefore().ifPresent(time -> json.put("notBefore", time.toString()));
    return MAPPER.writeValueAsBytes(json);
  }

  private static TaskState parse(JsonNode json) {
    if (!json.isObject()) {
      throw new IllegalArgumentException("it holds no JSON object");
    }
    return new TaskState(
        json.path("task").asText(),
        Phase.valueOf(json.path("state").asText().toUpperCase(Locale.ROOT)),
        new Folder(
            Instant.parse(json.path("firstSeen").asText()),
            Instant.parse(json.path("changed").asText()),
            json.path("files").asLong(),
            json.path("bytes").asLong(),
            json.path("contents").asText()),
        json.path("failures").asInt(),
        json.hasNonNull("version") ? Optional.of(learnt(json)) : Optional.empty(),
        Optional.ofNullable(json.get("reason")).map(JsonNode::asText),
        Optional.ofNullable(json.get("run")).map(JsonNode::asText),
        Optional.ofNullable(json.get("notBefore")).map(JsonNode::asText).map(Instant::parse));
  }

  private static Learnt learnt(JsonNode json) {
    return new Learnt(
        json.get("version").asLong(),
        json.hasNonNull("accuracy")
            ? OptionalDouble.of(json.get("accuracy").asDouble())
            : OptionalDouble.empty(),
        Optional.ofNullable(json.get("gate"))
            .map(JsonNode::asText)
            .map(PromotionOutcome.Kind::ofWord));
  }
}
