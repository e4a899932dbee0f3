package io.engram.consolidation.spark;

import io.engram.adapters.AdapterKind;
import io.engram.adapters.training.TrainingConfig;
import io.engram.consolidation.distillation.StudentStart;
import io.engram.consolidation.strategy.AdapterChoice;
import io.engram.consolidation.strategy.ContinualStrategy;
import io.engram.consolidation.strategy.LearnerSettings.IdentityRule;
import io.engram.consolidation.strategy.RouterRule;
import io.engram.consolidation.strategy.SettingsChoice;
import io.engram.consolidation.strategy.Strategies;
import io.engram.consolidation.task.SettingRefusedException;
import io.engram.consolidation.transferability.TransferabilityMethod;
import io.engram.transformers.spark.SparkStage;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.StringArrayParam;

/**
 * What decides what is learnt, as params of the estimator; names, meanings and defaults are those
 * of {@link SettingsChoice}.
 */
final class LearningParams {
  private static final SettingsChoice DEFAULTS = SettingsChoice.defaults();
  private static final int HALF = -1;
  private static final long NO_SEED = -1;

  private final SparkStage stage;
  final Param<String> strategy;
  final StringArrayParam strategyOptions;
  final IntParam poolSize;
  final Param<String> transferability;
  final Param<String> adapter;
  final IntParam reduction;
  final IntParam rank;
  final DoubleParam alpha;
  final IntParam fromLayer;
  final IntParam maxLength;
  final IntParam epochs;
  final IntParam batchSize;
  final DoubleParam learningRate;
  final DoubleParam headLearningRate;
  final IntParam distillationEpochs;
  final Param<String> studentStart;
  final IntParam slotWidth;
  final BooleanParam trainHeads;
  final IntParam reservoirRows;
  final Param<String> identity;
  final Param<String> router;
  final LongParam seed;

  LearningParams(SparkStage stage) {
    this.stage = stage;
    strategy =
        stage.choiceParam(
            "strategy",
            "how tasks are learnt",
            DEFAULTS.strategy(),
            Strategies.all().stream().map(ContinualStrategy::name).toList());
    strategyOptions =
        stage.stringArrayParam(
            "strategyOptions",
            "options of the strategy, each name=value, e.g. lambda=10 of ewc, ensemble=1 of all but ranpac");
    poolSize =
        stage.intParam("poolSize", "K, adapters kept", DEFAULTS.poolSize(), ParamValidators.gt(0));
    transferability =
        stage.choiceParam(
            "transferability",
            "score that picks a slot",
            DEFAULTS.transferability(),
            Arrays.stream(TransferabilityMethod.values())
                .map(TransferabilityMethod::shortName)
                .toList());
    adapter =
        stage.choiceParam(
            "adapter",
            "kind of adapter",
            DEFAULTS.adapter().kind().shortName(),
            AdapterKind.shortNames());
    reduction =
        stage.intParam(
            "reduction",
            "hidden size by the width of a houlsby or pfeiffer adapter",
            DEFAULTS.adapter().reduction(),
            ParamValidators.gt(0));
    rank =
        stage.intParam(
            "rank", "rank of a lora adapter", DEFAULTS.adapter().rank(), ParamValidators.gt(0));
    alpha =
        stage.doubleParam(
            "alpha",
            "a lora adapter counts alpha / rank",
            DEFAULTS.adapter().alpha(),
            ParamValidators.gt(0));
    fromLayer =
        stage.intParam(
            "fromLayer",
            "first adapted layer; -1: as the initial model, else half of the layers",
            HALF,
            ParamValidators.gtEq(HALF));
    maxLength =
        stage.intParam(
            "maxLength",
            "tokens of a text at most; 0: as the initial model, else 128",
            0,
            ParamValidators.gtEq(0));
    epochs =
        stage.intParam(
            "epochs",
            "passes over a task at most",
            DEFAULTS.training().epochs(),
            ParamValidators.gt(0));
    batchSize =
        stage.intParam(
            "batchSize",
            "rows a training step",
            DEFAULTS.training().batchSize(),
            ParamValidators.gt(0));
    learningRate =
        stage.doubleParam(
            "learningRate",
            "peak, of the adapter",
            DEFAULTS.training().adapterLearningRate(),
            ParamValidators.gt(0));
    headLearningRate =
        stage.doubleParam(
            "headLearningRate",
            "peak, of the head",
            DEFAULTS.training().headLearningRate(),
            ParamValidators.gt(0));
    distillationEpochs =
        stage.intParam(
            "distillationEpochs",
            "passes of a consolidation",
            DEFAULTS.consolidation().epochs(),
            ParamValidators.gt(0));
    studentStart =
        stage.choiceParam(
            "studentStart",
            "where a consolidation starts: at the slot, half way, at the new adapter, or anew",
            DEFAULTS.start().shortName(),
            StudentStart.shortNames());
    slotWidth =
        stage.intParam(
            "slotWidth",
            "units that a consolidated adapter has at least; 0: as a task's adapter",
            DEFAULTS.slotWidth(),
            ParamValidators.gtEq(0));
    trainHeads =
        stage.booleanParam(
            "trainHeads",
            "train the heads of a slot's tasks along when it is consolidated",
            DEFAULTS.trainHeads());
    reservoirRows =
        stage.intParam(
            "reservoirRows",
            "unlabelled inputs of past tasks kept at most",
            DEFAULTS.reservoirRows(),
            ParamValidators.gtEq(0));
    identity =
        stage.choiceParam(
            "identity",
            "when a task takes no slot",
            DEFAULTS.identity().shortName(),
            IdentityRule.shortNames());
    router =
        stage.choiceParam(
            "router",
            "what rows that name no task find it by: lda, the nearest class; random-features, ridge regression on these,"
                + " sums of which are kept besides; auto: validation rows choose",
            DEFAULTS.router().shortName(),
            RouterRule.shortNames());
    seed =
        stage.longParam(
            "seed",
            "seed of the run; -1: as the initial model, else 0",
            NO_SEED,
            ParamValidators.gtEq(NO_SEED));
  }

  SettingsChoice choice() {
    TrainingConfig d = DEFAULTS.training();
    int layer = stage.value(fromLayer);
    int length = stage.value(maxLength);
    long run = stage.value(seed);
    return new SettingsChoice(
        stage.value(strategy),
        stage.value(poolSize),
        stage.value(transferability),
        new AdapterChoice(
            AdapterKind.named(stage.value(adapter)).orElseThrow(),
            stage.value(reduction),
            stage.value(rank),
            stage.value(alpha)),
        layer == HALF ? OptionalInt.empty() : OptionalInt.of(layer),
        length == 0 ? OptionalInt.empty() : OptionalInt.of(length),
        new TrainingConfig(
            stage.value(learningRate),
            stage.value(headLearningRate),
            d.weightDecay(),
            d.warmupFraction(),
            stage.value(epochs),
            stage.value(batchSize),
            d.patience(),
            d.balanceClasses(),
            d.seed()),
        DEFAULTS.consolidation().withEpochs(stage.value(distillationEpochs)),
        StudentStart.of(stage.value(studentStart)),
        stage.value(slotWidth),
        stage.value(trainHeads),
        stage.value(reservoirRows),
        IdentityRule.of(stage.value(identity)),
        run == NO_SEED ? OptionalLong.empty() : OptionalLong.of(run),
        options(),
        RouterRule.of(stage.value(router)));
  }

  private SortedMap<String, Double> options() {
    SortedMap<String, Double> options = new TreeMap<>();
    for (String option : stage.value(strategyOptions)) {
      String[] parts = option.split("=", 2);
      try {
        options.put(parts[0].strip(), Double.valueOf(parts[1].strip()));
      } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
        throw new SettingRefusedException(
            "strategyOptions has '" + option + "', expected name=number, e.g. lambda=10");
      }
    }
    return options;
  }
}
