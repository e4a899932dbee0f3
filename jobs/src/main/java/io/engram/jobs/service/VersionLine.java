package io.engram.jobs.service;

import io.engram.consolidation.evaluation.AccuracyMatrix;
import io.engram.consolidation.gate.GateVerdict;
import io.engram.consolidation.promotion.RecordedMatrix;
import io.engram.consolidation.store.Provenance;
import io.engram.consolidation.store.VersionChange;
import io.engram.consolidation.store.VersionRecord;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** One line of the list of versions, from a record. */
final class VersionLine {
  private VersionLine() {}

  static ModelCatalog.Version of(VersionRecord record, List<String> names, long addedBytes) {
    Provenance provenance = record.provenance();
    return new ModelCatalog.Version(
        record.number(),
        provenance.task() == null ? "" : provenance.task(),
        change(record.change()),
        provenance.slot() == null ? -1 : provenance.slot(),
        scores(provenance),
        accuracy(record),
        addedBytes,
        Optional.ofNullable(provenance.gate()).map(GateVerdict::passed),
        record.created().toString(),
        names);
  }

  private static String change(VersionChange change) {
    if (change == null) {
      return "";
    }
    return change.restores() > 0 ? change.kind() + " to " + change.restores() : change.kind();
  }

  /** Of the task that was learnt with the version; NaN when none was, or it was not measured. */
  private static double accuracy(VersionRecord record) {
    String learnt = record.provenance().task();
    if (learnt == null) {
      return Double.NaN;
    }
    AccuracyMatrix matrix = RecordedMatrix.of(record);
    int task = matrix.tasks().indexOf(learnt);
    Double accuracy = task < 0 ? null : matrix.cell(matrix.size() - 1, task);
    return accuracy == null ? Double.NaN : accuracy;
  }

  private static SortedMap<Integer, Double> scores(Provenance provenance) {
    SortedMap<Integer, Double> scores = new TreeMap<>();
    provenance.scores().forEach((slot, score) -> scores.put(Integer.valueOf(slot), score));
    return scores;
  }
}
