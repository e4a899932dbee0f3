package io.engram.jobs.verb;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A verb that only has verbs of its own. */
abstract class VerbGroup implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "this page; also of each verb")
  @SuppressWarnings("UnusedVariable")
  private boolean help;

  @Override
  public final void run() {
    CommandLine command = spec.commandLine();
    throw new ParameterException(
        command,
        "engram "
            + spec.name()
            + " needs one of "
            + String.join(", ", command.getSubcommands().keySet()));
  }
}
