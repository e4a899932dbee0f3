package io.engram.jobs.verb;

import io.engram.jobs.JobException;
import io.engram.jobs.service.ScoreRequest;
import io.engram.jobs.service.StreamRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import picocli.CommandLine.Option;

/** How files are scored as they come. */
final class StreamOptions {
  private static final List<String> OF_STREAMS =
      List.of("--once", "--interval", "--files-per-batch", "--schema", "--checkpoint");

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

  /**
   * @param given whether an option is on the command line, by its name
   */
  boolean asked(Predicate<String> given) {
    List<String> alone = stream ? List.of() : OF_STREAMS.stream().filter(given).toList();
    if (!alone.isEmpty()) {
      throw JobException.usage(String.join(", ", alone) + ": for --stream only");
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
