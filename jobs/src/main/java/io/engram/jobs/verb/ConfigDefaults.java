package io.engram.jobs.verb;

import io.engram.jobs.config.ConfigException;
import io.engram.jobs.config.JobConfig;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** Gives options that are not on the command line their value from the settings. */
record ConfigDefaults(JobConfig config) implements IDefaultValueProvider {

  /** Verbs whose options are those of another verb besides their own. */
  private static final Map<String, List<String>> SECTIONS =
      Map.of(
          "watch", List.of("watch", "learn", "input", "spark"),
          "quickstart", List.of("quickstart", "data", "input", "spark"));

  /**
   * Options of a verb with the values that a configuration gives them.
   *
   * @throws ConfigException for a value that an option cannot have, 1.5 for a whole number
   */
  static <T> T given(T options, String verb, JobConfig config) {
    CommandLine command = new CommandLine(CommandSpec.forAnnotatedObject(options).name(verb));
    command.setDefaultValueProvider(new ConfigDefaults(config));
    try {
      command.parseArgs();
    } catch (ParameterException e) {
      throw new ConfigException(verb, List.of(e.getMessage()));
    }
    return options;
  }

  @Override
  public String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option) || argument.command() == null) {
      return null;
    }
    String key = option.longestName().replaceFirst("^-+", "");
    String verb = verb(argument.command());
    return SECTIONS.getOrDefault(verb, List.of(verb, "input", "spark")).stream()
        .flatMap(section -> config.value(section + "." + key).stream())
        .findFirst()
        .orElse(null);
  }

  /** The word after {@code engram}: settings are by verb, not by its sub-verbs. */
  private static String verb(CommandSpec command) {
    CommandSpec verb = command;
    while (verb.parent() != null && verb.parent().parent() != null) {
      verb = verb.parent();
    }
    return verb.name();
  }
}
