package io.engram.jobs.verb;

import io.engram.jobs.ExitCode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;

/** The command {@code engram} with all its verbs. */
@Command(
    name = "engram",
    version = "engram 0.1.0",
    subcommands = {
      QuickstartVerb.class,
      LearnVerb.class,
      WatchVerb.class,
      TasksVerb.class,
      ScoreVerb.class,
      EvaluateVerb.class,
      ModelsVerb.class,
      BackboneVerb.class,
      DataVerb.class,
      BenchmarkVerb.class
    },
    description = {
      "Learns classification tasks (texts, pictures) one after another with one frozen Transformer and a fixed number of"
          + " adapters, and scores tables with them, on Apache Spark."
    },
    footer = {
      "",
      "A URI is anything Hadoop's FileSystem opens. Results go to standard output, messages and progress to standard"
          + " error.",
      "",
      CommandTree.EXIT_CODES,
      "",
      "Start with: engram quickstart"
    })
public final class CommandTree implements Runnable {
  static final String EXIT_CODES =
      "Exit codes: 0 done, 1 fault of the program, 2 wrong usage, 3 data refused, 4 somebody else published first,"
          + " 5 refused by the gate, 6 outcome unknown.";

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "this page; also of each verb")
  @SuppressWarnings("UnusedVariable")
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "version of the program")
  @SuppressWarnings("UnusedVariable")
  private boolean version;

  private CommandTree() {}

  /** The parser of one run. */
  public static CommandLine commandLine(VerbContext context) {
    CommandLine root = new CommandLine(CommandTree.class, new VerbFactory(context));
    root.setDefaultValueProvider(new ConfigDefaults(context.config()));
    // A word that begins with @ is a name like any other, no file with more words.
    root.setExpandAtFiles(false);
    root.setUsageHelpWidth(110);
    root.setUsageHelpAutoWidth(false);
    root.setExitCodeExceptionMapper(thrown -> ExitCode.FAULT.code());
    showDefaults(root);
    root.getSubcommands().values().forEach(CommandTree::showExitCodes);
    return root;
  }

  /** Words of the command line that name a verb, {@code models list}. */
  public static String verb(CommandSpec command) {
    return command.qualifiedName().replaceFirst("^engram ", "");
  }

  private static void showDefaults(CommandLine command) {
    command.getCommandSpec().usageMessage().showDefaultValues(true).sortOptions(false);
    command.getSubcommands().values().forEach(CommandTree::showDefaults);
  }

  private static void showExitCodes(CommandLine command) {
    UsageMessageSpec page = command.getCommandSpec().usageMessage();
    List<String> footer = new ArrayList<>(List.of(page.footer()));
    footer.addAll(List.of("", EXIT_CODES));
    page.footer(footer.toArray(String[]::new));
    command.getSubcommands().values().forEach(CommandTree::showExitCodes);
  }

  @Override
  public void run() {
    throw new IllegalStateException("the program shows help when no verb is given");
  }

  /** Makes verbs and hands them their context. */
  private record VerbFactory(VerbContext context) implements CommandLine.IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      if (type == CommandTree.class) {
        return type.cast(new CommandTree());
      }
      K made = CommandLine.defaultFactory().create(type);
      if (made instanceof Verb verb) {
        verb.attach(context);
      }
      return made;
    }
  }
}
