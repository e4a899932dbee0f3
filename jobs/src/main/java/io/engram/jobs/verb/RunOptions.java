package io.engram.jobs.verb;

import io.engram.jobs.service.Services.SparkSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Options of every verb. */
final class RunOptions {
  @ArgGroup(validate = false, heading = "%nRunning:%n", order = 90)
  private Running running = new Running();

  static final class Running {
    @Option(
        names = "--json",
        description = "last line of the output is one JSON object with the result")
    private boolean json;

    @Option(
        names = "--outcome",
        paramLabel = "URI",
        description =
            "file that says how the run ended, also when it failed: one JSON object with verb, exitCode, outcome,"
                + " message and the result")
    @SuppressWarnings("UnusedVariable")
    private String outcome;

    @Option(
        names = "--config",
        paramLabel = "FILE",
        description = "settings (HOCON) that go before the built-in reference.conf")
    @SuppressWarnings("UnusedVariable")
    private Path config;

    @Option(
        names = "--master",
        paramLabel = "URL",
        description = "where Spark runs; under spark-submit its own --master decides")
    private String master;

    @Option(
        names = "--spark-conf",
        paramLabel = "KEY=VALUE",
        description = "a setting of Spark's; may be repeated")
    private Map<String, String> sparkConf;

    @Option(names = "--stacktrace", description = "print the stack trace of an error")
    @SuppressWarnings("UnusedVariable")
    private boolean stacktrace;

    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "this page")
    @SuppressWarnings("UnusedVariable")
    private boolean help;
  }

  boolean json() {
    return running.json;
  }

  SparkSettings spark(VerbContext context) {
    Map<String, String> conf = new TreeMap<>(context.config().section("spark.conf"));
    conf.putAll(running.sparkConf == null ? Map.of() : running.sparkConf);
    return new SparkSettings(running.master, conf);
  }
}
