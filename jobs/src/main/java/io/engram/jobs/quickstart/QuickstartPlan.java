package io.engram.jobs.quickstart;

import io.engram.jobs.data.CutSettings;
import io.engram.jobs.data.WordNetTasks;
import io.engram.jobs.service.LearnSettings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the quickstart does and where.
 *
 * @param lake folder of everything it writes
 * @param wordnet jar with WordNet
 * @param backboneJar jar with the encoder
 * @param cut which tasks, and how many rows
 * @param poolSize adapters at most
 * @param seed of the run
 * @param defaults settings of learning otherwise
 */
public record QuickstartPlan(
    String lake,
    Path wordnet,
    Path backboneJar,
    CutSettings cut,
    int poolSize,
    long seed,
    LearnSettings defaults) {
  static final String BACKBONE = "minilm";

  String model() {
    return folder("models/quickstart");
  }

  String scored() {
    return folder("scored/quickstart");
  }

  String table(String task) {
    return WordNetTasks.uri(lake, task);
  }

  LearnSettings settings(String backbone) {
    return new LearnSettings(
        Optional.of(backbone),
        defaults.strategy(),
        defaults.strategyOptions(),
        poolSize,
        defaults.transferability(),
        defaults.adapter(),
        defaults.training(),
        defaults.distillation(),
        defaults.maxLength(),
        defaults.trainOn(),
        defaults.identity(),
        OptionalLong.of(seed),
        defaults.features());
  }

  private String folder(String name) {
    return lake + (lake.endsWith("/") ? "" : "/") + name;
  }
}
