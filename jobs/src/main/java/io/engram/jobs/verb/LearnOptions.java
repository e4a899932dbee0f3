package io.engram.jobs.verb;

import io.engram.jobs.config.JobConfig;
import io.engram.jobs.service.LearnSettings;
import io.engram.jobs.service.LearnSettings.AdapterChoice;
import io.engram.jobs.service.LearnSettings.Distillation;
import io.engram.jobs.service.LearnSettings.FeatureCache;
import io.engram.jobs.service.LearnSettings.Training;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How a task is learnt: method, training, consolidation, features. */
final class LearnOptions {
  @ArgGroup(validate = false, heading = "%nMethod:%n", order = 30)
  private Method method = new Method();

  @ArgGroup(validate = false, heading = "%nTraining:%n", order = 40)
  private TrainingGroup training = new TrainingGroup();

  @ArgGroup(validate = false, heading = "%nConsolidation:%n", order = 50)
  private ConsolidationGroup consolidation = new ConsolidationGroup();

  @ArgGroup(validate = false, heading = "%nFeatures:%n", order = 60)
  private FeatureGroup features = new FeatureGroup();

  static final class Method {
    @Option(
        names = "--backbone",
        paramLabel = "NAME|URI",
        description =
            "frozen encoder: minilm, for pictures quickdraw-vit, bge-small, e5-small or bert-base with their jar, a name from `engram backbone"
                + " list`, or a folder or jar;"
                + " as the model, minilm for a new one")
    private String backbone;

    @Option(
        names = "--strategy",
        paramLabel = "NAME",
        description =
            "ada; adapters (one a task); without adapter head-only, nearest-mean, lda, ranpac; to compare averaging,"
                + " fusion, finetune, ewc, replay, joint")
    private String strategy;

    @Option(
        names = "--strategy-option",
        paramLabel = "NAME=VALUE",
        description =
            "of that strategy, e.g. lambda=10 of ewc, or ensemble=1 of all but ranpac; may be repeated")
    private Map<String, Double> strategyOptions = new TreeMap<>();

    @Option(names = "--pool-size", paramLabel = "K", description = "adapters kept, at most")
    private int poolSize;

    @Option(
        names = "--transferability",
        paramLabel = "SCORE",
        description =
            "picks the slot of a full pool: leep, transrate (centred by class), transrate-plain (over all rows, as published), random,"
                + " least-loaded or oracle")
    private String transferability;

    @Option(
        names = "--adapter",
        paramLabel = "KIND",
        description = "houlsby, pfeiffer, lora or full")
    private String adapter;

    @Option(
        names = "--reduction",
        paramLabel = "N",
        description = "width of a houlsby or pfeiffer adapter is the encoder's width / N")
    private int reduction;

    @Option(names = "--rank", paramLabel = "R", description = "rank of a lora adapter")
    private int rank;

    @Option(
        names = "--alpha",
        paramLabel = "A",
        description = "what a lora adapter adds is multiplied by A / R")
    private double alpha;

    @Option(
        names = "--from-layer",
        paramLabel = "S",
        description =
            "first adapted layer, the layers below are computed once a row; as the model, half for a new one")
    private Integer fromLayer;

    @Option(
        names = "--max-length",
        paramLabel = "TOKENS",
        description =
            "longer texts are cut off, and how many is said; as the model, 128 for a new one")
    private Integer maxLength;

    @Option(
        names = "--identity",
        paramLabel = "RULE",
        description =
            "when a task takes no slot: never, auto (its adapter is not better by more than one standard"
                + " error than a head on frozen features), always")
    private String identity;

    @Option(
        names = "--router",
        paramLabel = "RULE",
        description =
            "what rows that name no task find it by (score --task auto): lda, the nearest class; random-features, sums of"
                + " which are kept besides, up to 8 MB a task; auto: validation rows choose between both")
    private String router;

    @Option(
        names = "--seed",
        paramLabel = "N",
        description = "same seed, same bytes; as the model, 0 for a new one")
    private Long seed;
  }

  static final class TrainingGroup {
    @Option(names = "--epochs", paramLabel = "N", description = "passes over the rows, at most")
    private int epochs;

    @Option(names = "--batch-size", paramLabel = "ROWS", description = "rows a step")
    private int batchSize;

    @Option(names = "--learning-rate", paramLabel = "RATE", description = "peak, of the adapter")
    private double learningRate;

    @Option(names = "--head-learning-rate", paramLabel = "RATE", description = "peak, of the head")
    private double headLearningRate;

    @Option(
        names = "--train-on",
        paramLabel = "PLACE",
        description =
            "driver, or executor: one, which asks the cluster for --spark-conf spark.engram.training.cores=N,"
                + " spark.engram.training.gpus=N and spark.engram.training.gpu.discoveryScript=FILE")
    private String trainOn;
  }

  static final class ConsolidationGroup {
    @Option(names = "--distillation-epochs", paramLabel = "N", description = "passes over the rows")
    private int epochs;

    @Option(
        names = "--student-start",
        paramLabel = "START",
        description = "copy (of the slot), average, learnt (the new adapter) or fresh")
    private String start;

    @Option(
        names = "--slot-width",
        paramLabel = "UNITS",
        description =
            "width, or rank, that a consolidated adapter has at least; 0: as a task's adapter")
    private int slotWidth;

    @Option(
        names = "--train-heads",
        negatable = true,
        fallbackValue = "true",
        description = "train the heads of all tasks of the slot along; else a head never changes")
    private boolean trainHeads;

    @Option(
        names = "--reservoir-rows",
        paramLabel = "ROWS",
        description =
            "inputs of old tasks kept to distil on, of replay and old-weight with their labels; 0 keeps none")
    private int reservoirRows;

    @Option(
        names = "--distillation-input",
        paramLabel = "URI",
        description =
            "unlabelled table to distil on besides; read as the command says tables are, whatever a manifest says")
    private String input;
  }

  static final class FeatureGroup {
    @Option(
        names = "--feature-cache",
        paramLabel = "URI",
        description = "where computed features are kept; else beside the model")
    private String cache;

    @Option(names = "--feature-cache-mb", paramLabel = "MB", description = "its size, at most")
    private long megabytes;

    @Option(
        names = "--feature-precision",
        paramLabel = "TYPE",
        description = "float32, or float16 for half the disk")
    private String precision;
  }

  /** The options of {@code learn}, as a configuration gives them. */
  static LearnOptions of(JobConfig config) {
    return ConfigDefaults.given(new LearnOptions(), "learn", config);
  }

  /**
   * @param config where options of the strategy stand that are not on the command line
   */
  LearnSettings settings(JobConfig config) {
    SortedMap<String, Double> strategyOptions = new TreeMap<>();
    config
        .section("learn.strategy-options")
        .forEach((name, value) -> strategyOptions.put(name, Double.valueOf(value)));
    strategyOptions.putAll(method.strategyOptions);
    return new LearnSettings(
        Optional.ofNullable(method.backbone),
        method.strategy,
        strategyOptions,
        method.poolSize,
        method.transferability,
        new AdapterChoice(
            method.adapter,
            method.reduction,
            method.rank,
            method.alpha,
            optional(method.fromLayer)),
        new Training(
            training.epochs, training.batchSize, training.learningRate, training.headLearningRate),
        new Distillation(
            consolidation.epochs,
            consolidation.start,
            consolidation.slotWidth,
            consolidation.trainHeads,
            consolidation.reservoirRows,
            Optional.ofNullable(consolidation.input)),
        optional(method.maxLength),
        training.trainOn,
        method.identity,
        method.seed == null ? OptionalLong.empty() : OptionalLong.of(method.seed),
        new FeatureCache(
            Optional.ofNullable(features.cache), features.megabytes, features.precision),
        method.router);
  }

  private static OptionalInt optional(Integer value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }
}
