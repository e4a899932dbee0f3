package io.engram.jobs.service;

import io.engram.adapters.AdapterKind;
import io.engram.consolidation.distillation.StudentStart;
import io.engram.consolidation.strategy.ContinualStrategy;
import io.engram.consolidation.strategy.LearnerSettings.IdentityRule;
import io.engram.consolidation.strategy.RouterRule;
import io.engram.consolidation.strategy.SettingsChoice;
import io.engram.consolidation.strategy.Strategies;
import io.engram.consolidation.transferability.TransferabilityMethod;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;

/**
 * Everything that decides what is learnt, apart from the rows; meanings and defaults in {@code
 * conf/reference.conf}, section {@code learn}.
 *
 * @param backbone name, hash or URI; empty: as the model, MiniLM-L6 for a new one
 * @param strategy name of the strategy
 * @param strategyOptions options of that strategy, by name
 * @param poolSize K
 * @param transferability name of the score that picks a slot
 * @param adapter kind and place
 * @param training of a task's adapter and head
 * @param distillation of a slot's student
 * @param maxLength tokens a text at most; empty: as the model, 128 for a new one
 * @param trainOn driver or executor
 * @param identity when a task takes no slot: never, auto or always
 * @param seed of the run; empty: as the model, 0 for a new one
 * @param features cache of features
 * @param router what rows that name no task find it by: lda, random-features or auto
 */
public record LearnSettings(
    Optional<String> backbone,
    String strategy,
    SortedMap<String, Double> strategyOptions,
    int poolSize,
    String transferability,
    AdapterChoice adapter,
    Training training,
    Distillation distillation,
    OptionalInt maxLength,
    String trainOn,
    String identity,
    OptionalLong seed,
    FeatureCache features,
    String router) {

  /**
   * @param kind houlsby, pfeiffer, lora or full
   * @param reduction hidden size / width
   * @param rank of a LoRA
   * @param alpha of a LoRA
   * @param fromLayer first adapted layer; empty: as the model, half of the layers for a new one
   */
  public record AdapterChoice(
      String kind, int reduction, int rank, double alpha, OptionalInt fromLayer) {}

  /**
   * @param epochs passes at most
   * @param batchSize rows a step
   * @param learningRate peak, of the adapter
   * @param headLearningRate peak, of the head
   */
  public record Training(int epochs, int batchSize, double learningRate, double headLearningRate) {}

  /**
   * @param epochs passes
   * @param start copy, average, learnt or fresh
   * @param slotWidth units of a slot's adapter at least; 0: as a task's
   * @param trainHeads whether the heads of the slot's tasks are trained along
   * @param reservoirRows unlabelled inputs of old tasks kept, in rows
   * @param input external unlabelled table
   */
  public record Distillation(
      int epochs,
      String start,
      int slotWidth,
      boolean trainHeads,
      int reservoirRows,
      Optional<String> input) {}

  /**
   * @param uri folder; empty: beside the model
   * @param megabytes size at most
   * @param precision float32 or float16
   */
  public record FeatureCache(Optional<String> uri, long megabytes, String precision) {}

  /** The same for the learner. */
  public SettingsChoice choice() {
    return LearnRun.choice(this);
  }

  /** What cannot be meant, one line a problem; empty when all is well. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    atLeast(problems, "--pool-size", poolSize, 1);
    atLeast(problems, "--reduction", adapter.reduction(), 1);
    atLeast(problems, "--rank", adapter.rank(), 1);
    positive(problems, "--alpha", adapter.alpha());
    adapter.fromLayer().ifPresent(layer -> atLeast(problems, "--from-layer", layer, 0));
    maxLength.ifPresent(length -> atLeast(problems, "--max-length", length, 8));
    atLeast(problems, "--epochs", training.epochs(), 1);
    atLeast(problems, "--batch-size", training.batchSize(), 1);
    atLeast(problems, "--distillation-epochs", distillation.epochs(), 1);
    atLeast(problems, "--slot-width", distillation.slotWidth(), 0);
    atLeast(problems, "--reservoir-rows", distillation.reservoirRows(), 0);
    atLeast(problems, "--feature-cache-mb", features.megabytes(), 0);
    positive(problems, "--learning-rate", training.learningRate());
    positive(problems, "--head-learning-rate", training.headLearningRate());
    oneOf(
        problems,
        "--strategy",
        strategy,
        Strategies.all().stream().map(ContinualStrategy::name).toList());
    Strategies.all().stream()
        .filter(known -> known.name().equals(strategy))
        .flatMap(known -> Strategies.unknownOption(known, strategyOptions.keySet()).stream())
        .forEach(problem -> problems.add("--strategy-option: " + problem));
    oneOf(
        problems,
        "--transferability",
        transferability,
        Arrays.stream(TransferabilityMethod.values())
            .map(TransferabilityMethod::shortName)
            .toList());
    oneOf(problems, "--adapter", adapter.kind(), AdapterKind.shortNames());
    oneOf(problems, "--train-on", trainOn, List.of("driver", "executor"));
    oneOf(problems, "--identity", identity, IdentityRule.shortNames());
    oneOf(problems, "--router", router, RouterRule.shortNames());
    oneOf(problems, "--student-start", distillation.start(), StudentStart.shortNames());
    oneOf(problems, "--feature-precision", features.precision(), List.of("float32", "float16"));
    return problems;
  }

  private static void atLeast(List<String> problems, String option, long value, long least) {
    if (value < least) {
      problems.add(option + " must be at least " + least + ", got " + value);
    }
  }

  private static void positive(List<String> problems, String option, double value) {
    if (!(value > 0)) {
      problems.add(option + " must be greater than 0, got " + value);
    }
  }

  private static void oneOf(
      List<String> problems, String option, String value, List<String> choices) {
    if (!choices.contains(value)) {
      problems.add(option + " must be one of " + String.join(", ", choices) + ", got " + value);
    }
  }
}
