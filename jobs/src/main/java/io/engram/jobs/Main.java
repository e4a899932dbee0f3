package io.engram.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.engram.jobs.config.ConfigException;
import io.engram.jobs.config.JobConfig;
import io.engram.jobs.console.Console;
import io.engram.jobs.console.ProgressStyle;
import io.engram.jobs.outcome.OutcomeFile;
import io.engram.jobs.redaction.RedactedLog;
import io.engram.jobs.redaction.Redactor;
import io.engram.jobs.service.Services;
import io.engram.jobs.verb.CommandTree;
import io.engram.jobs.verb.VerbContext;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.lang3.exception.ExceptionUtils;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program {@code engram}. */
public final class Main {
  private static final String[] HELP = {"--help"};

  private final Console console;
  private final Map<String, String> environment;
  private final Services.Factory services;

  /**
   * @param console where it speaks
   * @param environment environment variables
   * @param services what its verbs work with
   */
  public Main(Console console, Map<String, String> environment, Services.Factory services) {
    this.console = console;
    this.environment = Map.copyOf(environment);
    this.services = services;
  }

  public static void main(String[] args) {
    Map<String, String> environment = System.getenv();
    Console console =
        new Console(
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8),
            new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8),
            ProgressStyle.LINES);
    int code = new Main(console, environment, new SparkServices.Factory(environment)).run(args);
    System.exit(code);
  }

  /** Runs one verb to its end; never throws. */
  public int run(String... args) {
    List<String> words = Arrays.asList(args);
    Redactor redactor = Redactor.of(words, environment, settings(words));
    RedactedLog.install(redactor);
    Console redacting = console.with(redactor);
    return new Main(redacting, environment, services)
        .run(words, new OutcomeFile(value(words, "--outcome"), services, redacting));
  }

  private int run(List<String> words, OutcomeFile outcome) {
    String[] args = words.isEmpty() ? HELP : words.toArray(String[]::new);
    try {
      CommandLine command =
          CommandTree.commandLine(
              new VerbContext(shown(), config(words), environment, services, outcome));
      command.setOut(new PrintWriter(console.out(), true, UTF_8));
      command.setErr(new PrintWriter(console.err(), true, UTF_8));
      command.setParameterExceptionHandler((e, all) -> misused(e, words, outcome));
      command.setExecutionExceptionHandler(
          (thrown, parsed, result) ->
              failed(thrown, CommandTree.verb(parsed.getCommandSpec()), words, outcome));
      return command.execute(args);
    } catch (RuntimeException | LinkageError | VirtualMachineError e) {
      // No memory, a native library that is not there: schedulers are told of these too.
      return failed(e, args[0], words, outcome);
    }
  }

  /** The console, with the display of progress that the environment asks for. */
  private Console shown() {
    String asked = environment.getOrDefault("ENGRAM_PROGRESS", "");
    return asked.isBlank() ? console : console.with(ProgressStyle.of(asked));
  }

  private static String settings(List<String> words) {
    try {
      Optional<Path> file = configFile(words);
      return file.isEmpty() ? "" : Files.readString(file.get());
    } catch (IOException | InvalidPathException e) {
      // Said again, with the reason, where the settings are needed.
      return "";
    }
  }

  private static Optional<Path> configFile(List<String> words) {
    return value(words, "--config").map(Path::of);
  }

  /** An option that is needed whether or not the command line can be parsed. */
  private static Optional<String> value(List<String> words, String option) {
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.startsWith(option + "=")) {
        return Optional.of(word.substring(option.length() + 1));
      }
      if (word.equals(option) && i + 1 < words.size()) {
        return Optional.of(words.get(i + 1));
      }
    }
    return Optional.empty();
  }

  /** The file is needed before the command line is parsed: it gives options their defaults. */
  private static JobConfig config(List<String> words) {
    return configFile(words).map(Main::read).orElseGet(JobConfig::reference);
  }

  private static JobConfig read(Path file) {
    try {
      return JobConfig.overlay(file.toString(), Files.readString(file));
    } catch (IOException e) {
      throw new ConfigException(file.toString(), List.of("cannot be read: " + e));
    }
  }

  private int misused(ParameterException e, List<String> words, OutcomeFile outcome) {
    console.say("engram: " + e.getMessage());
    if (!UnmatchedArgumentException.printSuggestions(
        e, new PrintWriter(console.err(), true, UTF_8))) {
      console.say("See " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
    }
    ended(
        outcome,
        CommandTree.verb(e.getCommandLine().getCommandSpec()),
        ExitCode.USAGE,
        e.getMessage(),
        words);
    return ExitCode.USAGE.code();
  }

  private int failed(Throwable thrown, String verb, List<String> words, OutcomeFile outcome) {
    Failures.Failure failure = Failures.of(thrown);
    console.say("engram: " + failure.message());
    if (!failure.expected() || words.contains("--stacktrace") || debugging()) {
      console.say(ExceptionUtils.getStackTrace(thrown));
    }
    ended(outcome, verb, failure.code(), failure.message(), words);
    return failure.code().code();
  }

  private boolean debugging() {
    return !environment.getOrDefault("ENGRAM_DEBUG", "").isBlank();
  }

  private void ended(
      OutcomeFile outcome, String verb, ExitCode code, String message, List<String> words) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("error", message);
    json.put("exitCode", code.code());
    if (words.contains("--json")) {
      console.json(json);
    }
    outcome.end(verb, code, message, json);
  }
}
