package io.engram.jobs.experiment;

import io.engram.jobs.JobException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The text of an experiment.
 *
 * @param name of the experiment
 * @param origin where the text is from, for messages
 * @param text HOCON
 */
public record ExperimentFile(String name, String origin, String text) {
  private static final String SUFFIX = ".conf";

  /** Experiments inside the program. */
  private static final List<String> SHIPPED =
      List.of(
          "smoke",
          "wordnet",
          "wordnet-pairs",
          "debian",
          "debtags",
          "quickdraw",
          "fashion-mnist",
          "cifar10",
          "bert-base");

  /**
   * @param asked name of an experiment of the program, or a file
   */
  public static ExperimentFile find(String asked) {
    try {
      return SHIPPED.contains(asked) ? shipped(asked) : onDisk(asked);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + asked, e);
    }
  }

  private static ExperimentFile shipped(String name) throws IOException {
    String resource = "/io/engram/jobs/experiments/" + name + SUFFIX;
    try (InputStream in = ExperimentFile.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the program's jar lacks " + resource);
      }
      return new ExperimentFile(
          name, "experiment " + name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static ExperimentFile onDisk(String asked) throws IOException {
    Path file = Path.of(asked);
    if (!Files.isRegularFile(file)) {
      throw JobException.usage(
          "no experiment '"
              + asked
              + "'; there are "
              + String.join(", ", SHIPPED)
              + ", or name a file");
    }
    String name = file.getFileName().toString();
    return new ExperimentFile(
        name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name,
        asked,
        Files.readString(file));
  }
}
