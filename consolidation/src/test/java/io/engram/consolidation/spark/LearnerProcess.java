package io.engram.consolidation.spark;

import io.engram.adapters.training.CheckpointRhythm;
import io.engram.adapters.training.TrainingConfig;
import io.engram.adapters.training.TrainingListener;
import io.engram.consolidation.gate.GateRules;
import io.engram.consolidation.spark.data.TaskRequest;
import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.strategy.ChangedChoice;
import io.engram.consolidation.strategy.SettingsChoice;
import io.engram.consolidation.task.TaskColumns;
import io.engram.transformers.backbone.Precision;
import io.engram.transformers.spark.FeatureCache;
import io.engram.transformers.spark.SparkTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.sql.SparkSession;

/** Learns toy tasks in a JVM of its own, which says every step and can be killed at any. */
final class LearnerProcess extends SparkTest {
  /** What a step takes at least. */
  private static final int STEP_MILLIS = 5;

  /** Steps that may be taken while the killer is on its way. */
  static final int AHEAD = 4;

  /** After each twentieth of the steps, however long writing one takes. */
  private static final CheckpointRhythm CHECKPOINTS = CheckpointRhythm.EVEN;

  private LearnerProcess() {}

  /** Steps between two checkpoints of a training of so many steps. */
  static long interval(long steps) {
    return (long) (steps * CHECKPOINTS.share());
  }

  /** Two tasks fit into one slot, in some seventy steps each. */
  static SettingsChoice choice() {
    SettingsChoice d = SettingsChoice.defaults();
    TrainingConfig t = d.training();
    TrainingConfig small =
        new TrainingConfig(
            t.adapterLearningRate(),
            t.headLearningRate(),
            t.weightDecay(),
            t.warmupFraction(),
            8,
            4,
            0,
            true,
            0);
    return ChangedChoice.small("ada", 1)
        .maxLength(OptionalInt.of(32))
        .trained(small, small)
        .choice();
  }

  /** One step of one training. */
  record Step(String task, String what, long number) {
    static Step of(String line) {
      String[] parts = line.split(" ");
      return new Step(parts[1], parts[2], Long.parseLong(parts[3]));
    }

    Step after(int more) {
      return new Step(task, what, number + more);
    }

    @Override
    public String toString() {
      return "STEP " + task + " " + what + " " + number;
    }
  }

  /** Told of every step, on the thread that trains. */
  interface Steps extends LearningListener {
    void step(Step step);

    @Override
    default TrainingListener training(String task, String what) {
      return progress -> step(new Step(task, what, progress.step()));
    }
  }

  /** Learns in this JVM. */
  static LearnOutcome learn(
      SparkSession spark, URI root, String task, String table, LearningListener listener)
      throws IOException {
    ModelStore store = ModelStore.openOrCreate(root, spark.sessionState().newHadoopConf());
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(store.root());
    FeatureCache features =
        new FeatureCache(spark, new org.apache.hadoop.fs.Path(path, "cache").toString(), 1L << 30);
    return new LakeLearner(
            new LearningSite(
                spark, path, features, Precision.FLOAT32, false, CHECKPOINTS, listener),
            store)
        .learn(
            new LearnRequest(
                root,
                TaskRequest.of(task, table)
                    .withColumns(new TaskColumns("text", null, "label", "split", List.of("key"))),
                Optional.of("tiny"),
                choice(),
                false,
                Optional.empty(),
                GateRules.NONE,
                Optional.empty()));
  }

  /**
   * Arguments: the step to wait after, to be killed; root; then task and table, task and table ...
   */
  public static void main(String[] args) throws IOException {
    Step last = Step.of(args[0]);
    Steps steps =
        step -> {
          System.out.println(step);
          try {
            Thread.sleep(step.equals(last.after(AHEAD)) ? 600_000 : STEP_MILLIS);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        };
    for (int i = 2; i < args.length; i += 2) {
      learn(spark(), URI.create(args[1]), args[i], args[i + 1], steps);
    }
  }

  /** Runs a class in a JVM like this one. */
  static List<String> command(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-Dengram.cache=" + System.getProperty("engram.cache"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /**
   * Learns in another JVM until a step, some milliseconds after which it is killed.
   *
   * @param last a step at least {@link #AHEAD} before the end of its training
   * @param log what it writes besides
   * @return the steps it took, in order
   */
  static List<Step> runUntil(Step last, int millis, Path log, URI root, List<String> tasksAndTables)
      throws Exception {
    List<String> command = command(LearnerProcess.class, last.toString(), root.toString());
    command.addAll(tasksAndTables);
    Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    List<Step> steps = new ArrayList<>();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      String line;
      while ((line = lines.readLine()) != null) {
        if (line.startsWith("STEP ")) {
          steps.add(Step.of(line));
          if (steps.get(steps.size() - 1).equals(last)) {
            Thread.sleep(millis);
            // Of the process itself it would throw away what was said and not read.
            process.toHandle().destroyForcibly();
          }
        }
      }
    }
    process.waitFor();
    return steps;
  }
}
