package io.engram.consolidation.spark;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.engram.consolidation.evaluation.AccuracyMatrix;
import io.engram.consolidation.evaluation.ContinualMetrics;
import io.engram.consolidation.model.ModelCodec;
import io.engram.consolidation.model.StoredModel;
import io.engram.consolidation.promotion.RecordedMatrix;
import io.engram.consolidation.store.ObjectRef;
import io.engram.consolidation.store.Provenance;
import io.engram.consolidation.task.SecretText;
import io.engram.consolidation.task.TaskManifest;
import io.engram.consolidation.transferability.SlotChoice;
import io.engram.transformers.runtime.NeuralRuntime;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.util.VersionInfo;
import org.apache.spark.package$;

/** What a version's record says about how it came about. */
final class Provenances {
  private static final JsonMapper JSON = new JsonMapper();

  private Provenances() {}

  static Provenance of(
      LearnRequest request,
      TaskManifest task,
      StoredModel model,
      ContinualLearner.Learnt learnt,
      AccuracyMatrix matrix,
      double seconds) {
    ObjectNode metrics = JSON.createObjectNode();
    metrics.set(RecordedMatrix.FIELD, JSON.valueToTree(matrix));
    metrics.set("continual", JSON.valueToTree(ContinualMetrics.of(matrix)));
    learnt.log().head().ifPresent(report -> metrics.set("probe", JSON.valueToTree(report)));
    learnt.log().adapter().ifPresent(report -> metrics.set("adapter", JSON.valueToTree(report)));
    learnt
        .log()
        .consolidation()
        .ifPresent(report -> metrics.set("consolidation", JSON.valueToTree(report)));
    learnt.log().fusion().ifPresent(report -> metrics.set("fusion", JSON.valueToTree(report)));
    learnt
        .log()
        .closedForm()
        .ifPresent(report -> metrics.set("closedForm", JSON.valueToTree(report)));
    learnt
        .log()
        .identity()
        .ifPresent(decision -> metrics.set("identity", JSON.valueToTree(decision)));
    metrics.put("seconds", seconds);

    Map<String, Long> counts = new TreeMap<>();
    counts.put("trainRows", task.rows().train());
    counts.put("validationRows", task.rows().validation());
    counts.put("testRows", task.rows().test());
    counts.put("truncatedRows", learnt.truncated());
    counts.put("servedParameters", model.state().serving().parameters());

    counts.put(
        "statisticsBytes",
        model.state().tasks().stream()
            .flatMap(known -> known.statistics().stream())
            .mapToLong(ObjectRef::length)
            .sum());

    Map<String, Double> scores = new TreeMap<>();
    learnt
        .log()
        .choice()
        .map(SlotChoice::scores)
        .ifPresent(
            all -> {
              for (int slot = 0; slot < all.length; slot++) {
                scores.put(Integer.toString(slot), all[slot]);
              }
            });
    NeuralRuntime runtime = NeuralRuntime.get();
    return Provenance.of(task.id().value(), learnt.log().slot())
        .withScores(scores)
        .withMetrics(metrics)
        .withCounts(counts)
        .withSeeds(Map.of("run", model.settings().seed()))
        .withSettings(ModelCodec.settingsTree(model.settings()))
        .withEnvironment(
            runtime.numericPath().label()
                + ", "
                + runtime.threads()
                + " threads, "
                + runtime.processor(),
            libraries(runtime),
            request.schedulerRun().map(SecretText::hide).orElse(null));
  }

  private static Map<String, String> libraries(NeuralRuntime runtime) {
    return Map.of(
        "engram", EngramVersion.current(),
        "java", Runtime.version().toString(),
        "spark", package$.MODULE$.SPARK_VERSION(),
        "hadoop", VersionInfo.getVersion(),
        "djl", runtime.bindingVersion(),
        "pytorch", runtime.engineVersion());
  }
}
