package io.engram.jobs.verb;

import io.engram.jobs.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
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
      "Learns text classification tasks one after another with one frozen Transformer and a fixed number of"
          + " adapters, and scores tables with them, on Apache Spark."
    },
    footer = {
      "",
      "A URI is anything Hadoop's FileSystem opens. Results go to standard output, messages and progress to standard"
          + " error.",
      "",
      "Exit codes: 0 done, 1 fault of the program, 2 wrong usage, 3 data refused, 4 somebody else published first,"
          + " 5 refused by the gate, 6 outcome unknown.",
      "",
      "Start with: engram quickstart"
    })
public final class CommandTree implements Runnable {
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
    root.setUsageHelpWidth(110);
    root.setUsageHelpAutoWidth(false);
    root.setExitCodeExceptionMapper(thrown -> ExitCode.FAULT.code());
    showDefaults(root);
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
