package io.engram.jobs.verb;

import io.engram.jobs.JobException;
import io.engram.jobs.service.ScoreRequest;
import io.engram.jobs.service.StreamRequest;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How files are scored as they come. */
final class StreamOptions {
  @Option(
      names = "--stream",
      order = 30,
      description =
          "score files as they come to the input folder, each micro-batch by the version that --model names at that"
              + " moment, into OUTPUT/microbatch=N")
  private boolean stream;

  @Option(names = "--once", order = 31, description = "with --stream: score what is there and end")
  private boolean once;

  @Option(
      names = "--interval",
      paramLabel = "AGE",
      order = 32,
      description = "with --stream: time between two looks, e.g. 10s, 5m")
  private String interval;

  @Option(
      names = "--files-per-batch",
      paramLabel = "N",
      order = 33,
      description = "with --stream: files that are scored together at most")
  private int filesPerBatch;

  @Option(
      names = "--schema",
      paramLabel = "DDL",
      order = 34,
      description =
          "with --stream: columns of the input, e.g. 'key STRING, text STRING'; else those of the files that are there")
  private String schema;

  @Option(
      names = "--checkpoint",
      paramLabel = "URI",
      order = 35,
      description = "with --stream: what was scored is remembered there; else in the output folder")
  private String checkpoint;

  boolean asked() {
    if (!stream && (once || schema != null || checkpoint != null)) {
      throw JobException.usage("--once, --schema and --checkpoint are for --stream");
    }
    return stream;
  }

  StreamRequest request(ScoreRequest score) {
    return new StreamRequest(
        score,
        Optional.ofNullable(schema),
        Optional.ofNullable(checkpoint),
        once,
        Age.of("--interval", interval),
        filesPerBatch);
  }
}
