package io.engram.consolidation.spark;

import io.engram.consolidation.store.runs.RunRecord;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** What a run says of itself. */
final class RunRecords {
  private RunRecords() {}

  static RunRecord of(String store, String key, LearnRequest request, LearningSite site) {
    RecordedLearning recorded =
        new RecordedLearning(request, site.precision(), site.trainOnExecutor());
    List<String> leftOut =
        request.rows().options().keySet().stream()
            .filter(option -> !request.rows().source().options().containsKey(option))
            .sorted()
            .toList();
    return new RunRecord(
        RunRecord.FORMAT,
        store,
        key,
        request.rows().task().value(),
        Instant.now().truncatedTo(ChronoUnit.MILLIS),
        System.getProperty("user.name") + "@" + machine(),
        recorded.toJson(),
        leftOut);
  }

  private static String machine() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
