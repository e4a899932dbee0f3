package io.engram.jobs.pretraining;

import io.engram.adapters.training.TrainingReport;
import io.engram.consolidation.spark.EngramVersion;
import io.engram.jobs.report.Figures;
import io.engram.transformers.backbone.VitConfig;
import io.engram.transformers.runtime.NeuralRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/**
 * What the README.md of a pre-trained encoder says: facts of the run alone.
 *
 * @param result the run
 * @param facts versions and machine
 */
record ModelCard(PretrainResult result, Map<String, String> facts) {
  private static final int CLASSES_SHOWN = 400;

  static ModelCard of(PretrainResult result, SparkSession spark) {
    NeuralRuntime runtime = NeuralRuntime.get();
    Map<String, String> facts = new TreeMap<>();
    facts.put("Engram", EngramVersion.current());
    facts.put("Spark", spark.version());
    facts.put("Java", Runtime.version().toString());
    facts.put("PyTorch", runtime.engineVersion());
    facts.put("processor", runtime.processor());
    facts.put("device", runtime.place().device());
    facts.put("threads", String.valueOf(runtime.threads()));
    return new ModelCard(result, facts);
  }

  String text() {
    VitConfig encoder = result.encoder().config();
    TrainingReport report = result.encoder().report();
    List<String> lines = new ArrayList<>();
    lines.add("---");
    lines.add("library_name: transformers");
    lines.add("pipeline_tag: image-feature-extraction");
    lines.add("license: other");
    lines.add("license_name: " + quoted(result.request().licence().orElse("not stated")));
    lines.add("---");
    lines.add("");
    lines.add("# " + result.request().output().getFileName());
    lines.add("");
    lines.add(
        "A vision transformer of %s parameters: %d layers of width %d with %d heads, images of %s"
                .formatted(
                    Figures.count(encoder.parameters()),
                    encoder.layers(),
                    encoder.hidden(),
                    encoder.heads(),
                    encoder.image())
            + " pixels, %s, in patches of %d x %d. Made by `engram backbone pretrain`."
                .formatted(
                    encoder.channels() == 1 ? "grey" : "in colour",
                    encoder.patch(),
                    encoder.patch()));
    lines.add("");
    lines.add("## How good");
    lines.add("");
    lines.add(
        result.heldOut() == 0
            ? "No rows were held out, so its accuracy is not known."
            : "Its linear classifier, which is not part of the weights, names the class of %s %% of %s held-out rows, of %d classes. The epoch kept, %d, is the one with the smallest loss on these rows."
                .formatted(
                    Figures.percent(report.validationAccuracy()),
                    Figures.count(result.heldOut()),
                    result.data().classes().size(),
                    report.bestEpoch()));
    lines.add("");
    lines.add("## Data");
    lines.add("");
    lines.add("| | |");
    lines.add("|---|---|");
    lines.add("| rows learnt | " + Figures.count(result.trained()) + " |");
    lines.add("| rows held out | " + Figures.count(result.heldOut()) + " |");
    lines.add("| classes | " + Figures.count(result.data().classes().size()) + " |");
    lines.add("| SHA-256 of the rows' content | " + result.data().fingerprint() + " |");
    lines.add("");
    lines.add("Classes: " + classes() + ".");
    lines.add("");
    lines.add("## Training");
    lines.add("");
    lines.add("`" + result.request().config() + "`");
    lines.add("");
    lines.add(
        "%s steps in %s seconds, the last mean loss %s."
            .formatted(
                Figures.count(report.steps()),
                Figures.decimals(report.seconds(), 0),
                Figures.decimals(last(report.epochLosses()), 3)));
    lines.add("");
    lines.add("| | |");
    lines.add("|---|---|");
    facts.forEach((name, value) -> lines.add("| " + name + " | " + value + " |"));
    lines.add("");
    lines.add("## Licence");
    lines.add("");
    lines.add(result.request().licence().orElse("Not stated."));
    result.request().attribution().ifPresent(text -> lines.addAll(List.of("", text)));
    return String.join("\n", lines) + "\n";
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private String classes() {
    List<String> classes = result.data().classes();
    return classes.size() <= CLASSES_SHOWN
        ? String.join(", ", classes)
        : String.join(", ", classes.subList(0, CLASSES_SHOWN)) + " and more";
  }

  private static double last(List<Double> values) {
    return values.get(values.size() - 1);
  }
}
