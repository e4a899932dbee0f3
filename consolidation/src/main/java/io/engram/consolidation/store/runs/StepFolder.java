package io.engram.consolidation.store.runs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.engram.adapters.training.CheckpointStore;
import io.engram.transformers.json.BoundedJson;
import java.io.IOException;
import java.util.Optional;

/** One training of a run, at one place: its checkpoints, and its outcome when it is finished. */
public final class StepFolder {
  static final String SAFETENSORS = "safetensors";

  private static final String ADAPTER = "adapter";
  private static final String HEAD = "head";
  private static final String OUTCOME = "outcome";
  private static final String JSON = "json";
  private static final int FORMAT = 1;
  private static final int MAX_JSON = 16 << 20;
  private static final int MAX_DEPTH = 16;
  private static final JsonMapper MAPPER = new JsonMapper();

  private final SealedFolder folder;

  StepFolder(SealedFolder folder) {
    this.folder = folder;
  }

  public CheckpointStore checkpoints() {
    return new LakeCheckpointStore(folder);
  }

  /** What the training left, if it is finished and all of it is whole. */
  public Optional<StepOutcome> outcome() throws IOException {
    Optional<byte[]> json = folder.newest(OUTCOME);
    if (json.isEmpty()) {
      return Optional.empty();
    }
    JsonNode outcome = BoundedJson.read(json.get(), MAX_JSON, MAX_DEPTH);
    Optional<byte[]> adapter = part(outcome, ADAPTER);
    Optional<byte[]> head = part(outcome, HEAD);
    boolean whole =
        outcome.path("format").asInt() == FORMAT
            && adapter.isPresent() == outcome.hasNonNull(ADAPTER)
            && head.isPresent() == outcome.hasNonNull(HEAD);
    return whole
        ? Optional.of(
            new StepOutcome(
                adapter.orElse(null),
                head.orElse(null),
                MAPPER.writeValueAsBytes(outcome.path("report"))))
        : Optional.empty();
  }

  private Optional<byte[]> part(JsonNode outcome, String kind) throws IOException {
    return outcome.hasNonNull(kind)
        ? folder.withHash(kind, outcome.path(kind).asText())
        : Optional.empty();
  }

  /** Keeps the outcome, then lets the checkpoints go. */
  public void finish(StepOutcome outcome) throws IOException {
    ObjectNode json = MAPPER.createObjectNode().put("format", FORMAT);
    json.put(ADAPTER, keep(ADAPTER, outcome.adapter()));
    json.put(HEAD, keep(HEAD, outcome.head()));
    json.set("report", MAPPER.readTree(outcome.report()));
    folder.put(OUTCOME, MAPPER.writeValueAsBytes(json), JSON);
    checkpoints().clear();
  }

  private String keep(String kind, byte[] weights) throws IOException {
    return weights == null ? null : folder.put(kind, weights, SAFETENSORS);
  }
}
