package io.engram.consolidation.promotion;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.engram.consolidation.evaluation.AccuracyMatrix;
import io.engram.consolidation.store.VersionRecord;

/** The accuracies that a version's record holds. */
public final class RecordedMatrix {
  /** Its field in the metrics of a record. */
  public static final String FIELD = "accuracyMatrix";

  private static final JsonMapper JSON = new JsonMapper();

  private RecordedMatrix() {}

  /** Whether the accuracies are of a task among others; false where nothing was measured. */
  public static boolean names(VersionRecord record, String task) {
    for (JsonNode name : record.provenance().metrics().path(FIELD).path("tasks")) {
      if (name.asText().equals(task)) {
        return true;
      }
    }
    return false;
  }

  /** Empty where nothing was measured. */
  public static AccuracyMatrix of(VersionRecord record) {
    JsonNode matrix = record.provenance().metrics().path(FIELD);
    return matrix.isMissingNode()
        ? AccuracyMatrix.empty()
        : JSON.convertValue(matrix, new TypeReference<AccuracyMatrix>() {});
  }
}
