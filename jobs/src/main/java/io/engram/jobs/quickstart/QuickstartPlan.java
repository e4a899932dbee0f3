package io.engram.jobs.quickstart;

import io.engram.jobs.service.InputSpec;
import io.engram.jobs.service.LearnSettings;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the quickstart does and where.
 *
 * @param lake folder of everything it writes
 * @param material tasks and encoder
 * @param poolSize adapters at most
 * @param seed of the run
 * @param defaults settings of learning otherwise
 */
public record QuickstartPlan(
    String lake, Material material, int poolSize, long seed, LearnSettings defaults) {
  String model() {
    return folder("models/quickstart");
  }

  String scored() {
    return folder("scored/quickstart");
  }

  InputSpec table(String task) {
    return material.table(lake, task);
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
        defaults.features(),
        defaults.router());
  }

  private String folder(String name) {
    return lake + (lake.endsWith("/") ? "" : "/") + name;
  }
}
