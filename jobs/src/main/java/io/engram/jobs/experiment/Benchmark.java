package io.engram.jobs.experiment;

import io.engram.consolidation.benchmark.BenchmarkRun;
import io.engram.consolidation.benchmark.BenchmarkTasks;
import io.engram.consolidation.benchmark.Cell;
import io.engram.consolidation.benchmark.CellKey;
import io.engram.consolidation.benchmark.TaskSamples;
import io.engram.consolidation.distillation.Reservoir;
import io.engram.consolidation.learning.LocalTask;
import io.engram.consolidation.spark.learning.KeptPictures;
import io.engram.consolidation.spark.learning.OldInputs;
import io.engram.consolidation.strategy.RouterRule;
import io.engram.jobs.console.Console;
import io.engram.jobs.console.Progress;
import io.engram.jobs.experiment.Experiment.Method;
import io.engram.jobs.experiment.ExperimentTasks.Checked;
import io.engram.transformers.backbone.EncoderConfig;
import io.engram.transformers.backbone.Precision;
import io.engram.transformers.backbone.folder.LoadedBackbone;
import io.engram.transformers.image.ImageLimits;
import io.engram.transformers.lake.backbones.Backbones;
import io.engram.transformers.spark.BackboneAddress;
import io.engram.transformers.spark.BackboneUri;
import io.engram.transformers.spark.ExecutorCache.Lease;
import io.engram.transformers.spark.FeatureSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * Runs an experiment: every method on every seed and order of the tasks, one cell after the other.
 * Cells that are there are not run again.
 */
public final class Benchmark {
  /** Folder of what the runs of a lake share; no run has a name like this. */
  private static final String SHARED = "_shared";

  private final SparkSession spark;
  private final Console console;
  private final Experiment experiment;
  private final Path lake;
  private final Path shared;
  private final RunDirectory directory;
  private final RunPlan plan;
  private long logged = System.nanoTime();

  /**
   * @param whole the experiment; cells of all of it are reported where they are there
   * @param asked what of it is run now
   * @param lake folder of the lake
   * @param name of the run's folder in it
   */
  public Benchmark(
      SparkSession spark,
      Console console,
      Experiment whole,
      Experiment asked,
      String lake,
      String name)
      throws IOException {
    this.spark = spark;
    this.console = console;
    this.experiment = asked;
    Path benchmarks = new Path(lake, "benchmarks");
    this.directory =
        new RunDirectory(new Path(benchmarks, name), spark.sessionState().newHadoopConf());
    this.shared = new Path(directory.folder().getParent(), SHARED);
    this.lake = shared.getParent().getParent();
    this.plan = new RunPlan(whole, asked, directory);
  }

  /**
   * @param folder of the run
   * @param run all of its cells
   * @param samples rows of its tasks to look at, a task each
   * @param ran cells that were run now
   * @param seconds of all of the run, since it was begun
   * @param frozenSeconds of these in frozen layers
   */
  public record Outcome(
      String folder,
      BenchmarkRun run,
      List<TaskSamples> samples,
      int ran,
      double seconds,
      double frozenSeconds) {}

  /**
   * @param sources of data sets that the program prepares
   * @param backboneJar finds the jar of the default backbone, where none is named
   */
  public Outcome run(DataSources sources, Supplier<java.nio.file.Path> backboneJar)
      throws IOException {
    try (Progress progress = console.progress()) {
      Backbones.Entry backbone = backbone(backboneJar);
      DataSet.Place place = new DataSet.Place(spark, lake, shared, sources, progress);
      List<Checked> tasks = new ExperimentTasks(spark, experiment).checked(place);
      directory.begin(facts(backbone, tasks));
      for (Method method : plan.reported()) {
        directory.begin(method);
      }
      SortedMap<String, String> environment = environmentOfTheRun(backbone);
      environment.put("router", experiment.common().choice().router().shortName());
      List<CellKey> missing = plan.missing();
      if (!missing.isEmpty()) {
        run(missing, backbone, tasks, place);
      }
      List<LogEntry> log = directory.log();
      BenchmarkRun run = plan.report(tasks.stream().map(Checked::manifest).toList(), environment);
      return new Outcome(
          directory.folder().toString(),
          run,
          SampleRows.of(tasks, run.cells()),
          missing.size(),
          log.stream().mapToDouble(LogEntry::seconds).sum(),
          log.stream().mapToDouble(LogEntry::frozenSeconds).sum());
    }
  }

  /** Writes what is made from the cells. */
  public void publish(Map<String, byte[]> files) throws IOException {
    for (var file : files.entrySet()) {
      directory.replace(file.getKey(), file.getValue());
    }
  }

  private void run(
      List<CellKey> missing, Backbones.Entry backbone, List<Checked> checked, DataSet.Place place)
      throws IOException {
    FeatureSpec spec = features(backbone);
    FrozenLayers frozen =
        new FrozenLayers(
            spark,
            shared,
            experiment.common().features().megabytes(),
            spec,
            backbone.config().encoder().hidden());
    try (BenchmarkTasks tasks = tasks(checked, backbone, frozen, place);
        Lease<LoadedBackbone> lease =
            BackboneAddress.of(spark, spec.backbone().toString()).lease()) {
      MethodRun methods =
          new MethodRun(
              directory,
              tasks,
              lease.value(),
              backbone.config().encoder(),
              experiment.common().features().precision(),
              checked.size(),
              Math.min(experiment.tuningTasks(), checked.size()),
              place.progress());
      took("tables and frozen layers", frozen.spent());
      int done = 0;
      for (CellKey key : missing) {
        if (directory.isFinished(key)) {
          // By another program that runs a part of the same experiment.
          done++;
          continue;
        }
        Cell cell = methods.run(method(key.method()), key, plan.whole().seeds().get(0));
        took(key.toString(), 0);
        console.say(CellLine.of(cell, ++done, missing.size()));
      }
    }
  }

  private void took(String what, double frozenSeconds) throws IOException {
    long now = System.nanoTime();
    directory.log(new LogEntry(what, (now - logged) / 1e9, frozenSeconds));
    logged = now;
  }

  private BenchmarkTasks tasks(
      List<Checked> checked, Backbones.Entry backbone, FrozenLayers frozen, DataSet.Place place)
      throws IOException {
    List<LocalTask> local = new ArrayList<>();
    Map<String, Checked> byId = new HashMap<>();
    try (Progress.Stage stage = place.progress().begin("frozen layers", checked.size())) {
      for (Checked task : checked) {
        local.add(frozen.bring(task.manifest(), task.rows()));
        byId.put(task.manifest().id().value(), task);
        stage.reached(local.size());
      }
    }
    HeldSamples<Reservoir> samples = new HeldSamples<>();
    return new BenchmarkTasks(
        local,
        (task, seed, capacity, labelled) ->
            samples.get(
                task + '\n' + seed + '\n' + capacity + labelled,
                () ->
                    OldInputs.offered(
                        new Reservoir(seed, capacity),
                        task,
                        byId.get(task).rows(),
                        labelled,
                        () -> KeptPictures.of(backbone.config(), ImageLimits.DEFAULT))),
        LabelSamples.of(experiment, place, frozen),
        experiment.common().choice().router());
  }

  /** That of its beginning; its seconds are to be compared with those of one machine only. */
  private SortedMap<String, String> environmentOfTheRun(Backbones.Entry backbone)
      throws IOException {
    SortedMap<String, String> now = environment(backbone);
    SortedMap<String, String> then = directory.facts("environment.json", now);
    List<String> differences = RunFacts.differences(then, now, "");
    if (!differences.isEmpty()) {
      console.say(
          "This run was begun elsewhere; its seconds do not compare: "
              + String.join("; ", differences));
    }
    return then;
  }

  private Method method(String name) {
    return experiment.methods().stream()
        .filter(method -> method.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private Backbones.Entry backbone(Supplier<java.nio.file.Path> jar) throws IOException {
    Backbones backbones = new Backbones(shared.toUri(), spark.sessionState().newHadoopConf());
    String named = experiment.common().backbone().orElse(null);
    return named != null
        ? backbones.bring(named, null)
        : backbones.bring(jar.get().toString(), "minilm");
  }

  private FeatureSpec features(Backbones.Entry backbone) {
    EncoderConfig encoder = backbone.config().encoder();
    var settings = experiment.common().choice().on(encoder);
    return FeatureSpec.withHidden(
            BackboneUri.parse(new Path(shared, "backbones/" + backbone.ref().sha256()).toString()),
            settings.adapter().fromLayer(),
            settings.maxLength())
        .withPrecision(
            Precision.valueOf(experiment.common().features().precision().toUpperCase(Locale.ROOT)));
  }

  private RunFacts facts(Backbones.Entry backbone, List<Checked> tasks) {
    FeatureSpec spec = features(backbone);
    SortedMap<String, String> settings = new TreeMap<>();
    settings.put("backbone", backbone.ref().sha256());
    settings.put("from-layer", String.valueOf(spec.fromLayer()));
    settings.put("max-length", String.valueOf(spec.maxLength()));
    settings.put("feature-precision", spec.precision().label());
    settings.put("validation", String.valueOf(experiment.validation()));
    // Runs of older programs have none.
    if (experiment.common().choice().router() != RouterRule.LDA) {
      settings.put("router", experiment.common().choice().router().shortName());
    }
    settings.put(
        "tasks",
        String.join(", ", tasks.stream().map(task -> task.manifest().id().value()).toList()));
    SortedMap<String, String> rows = new TreeMap<>();
    tasks.forEach(task -> rows.put(task.manifest().id().value(), task.manifest().fingerprint()));
    return new RunFacts(experiment.name(), settings, rows);
  }

  private SortedMap<String, String> environment(Backbones.Entry backbone) {
    SortedMap<String, String> facts = Machine.facts(spark.sparkContext());
    facts.put("backbone", backbone.config().name() + " " + backbone.ref().sha256());
    return facts;
  }
}
