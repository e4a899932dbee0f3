package io.engram.jobs.verb;

import io.engram.jobs.config.JobConfig;
import io.engram.jobs.service.InputSpec;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A table and its columns: learn, score and evaluate. */
final class InputOptions {
  @Option(
      names = "--input",
      required = true,
      paramLabel = "URI",
      order = 5,
      description = "table to read: a file or folder Hadoop's FileSystem opens")
  private String input;

  @Mixin private TableOptions table;

  InputSpec spec(JobConfig config) {
    return table.spec(input, config);
  }
}
