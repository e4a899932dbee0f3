package io.engram.jobs.pretraining;

import io.engram.adapters.training.TrainingReport;
import io.engram.jobs.report.Figures;
import java.util.LinkedHashMap;
import java.util.Map;

/** What {@code engram backbone pretrain} prints. */
public final class PretrainReport {
  private PretrainReport() {}

  public static String text(PretrainResult result) {
    TrainingReport report = result.encoder().report();
    return String.join(
        "\n",
        "Pre-trained %s parameters on %s rows of %d classes in %s s"
            .formatted(
                Figures.count(result.encoder().config().parameters()),
                Figures.count(result.trained()),
                result.data().classes().size(),
                Figures.decimals(report.seconds(), 0)),
        "Held-out accuracy %s %% of %s rows (epoch %d)"
            .formatted(
                Figures.percent(report.validationAccuracy()),
                Figures.count(result.heldOut()),
                report.bestEpoch()),
        "Folder  " + result.request().output().toAbsolutePath().normalize(),
        "Import it with: engram backbone import --source FOLDER --model MODEL --name NAME");
  }

  public static Map<String, Object> json(PretrainResult result) {
    TrainingReport report = result.encoder().report();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("output", result.request().output().toAbsolutePath().normalize().toString());
    json.put("parameters", result.encoder().config().parameters());
    json.put("rows", result.trained());
    json.put("heldOutRows", result.heldOut());
    json.put("classes", result.data().classes().size());
    json.put("steps", report.steps());
    json.put("epoch", report.bestEpoch());
    json.put("heldOutAccuracy", accuracy(report));
    json.put("losses", report.epochLosses());
    json.put("seconds", report.seconds());
    return json;
  }

  private static Double accuracy(TrainingReport report) {
    return Double.isNaN(report.validationAccuracy()) ? null : report.validationAccuracy();
  }
}
