package io.engram.jobs.experiment;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import io.engram.jobs.JobException;
import io.engram.jobs.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * An experiment as it is written. It may include another one, {@code include required("wordnet")},
 * from its own folder or, in the program, from beside it.
 *
 * @param name of the experiment
 * @param origin where it is from, for messages
 * @param values HOCON, includes taken in
 */
public record ExperimentFile(String name, String origin, Config values) {
  private static final String SUFFIX = ".conf";
  private static final String FOLDER = "/io/engram/jobs/experiments/";

  // Without this a file that is not there is an empty one.
  private static final ConfigParseOptions THERE =
      ConfigParseOptions.defaults().setAllowMissing(false);

  /** Experiments inside the program. */
  private static final List<String> SHIPPED =
      List.of(
          "smoke",
          "wordnet",
          "wordnet-21",
          "wordnet-pairs",
          "debian",
          "debtags",
          "quickdraw",
          "fashion-mnist",
          "cifar10",
          "bert-base");

  /**
   * @param asked name of an experiment of the program, or a file
   * @throws ConfigException when it cannot be read, or is not HOCON
   */
  public static ExperimentFile find(String asked) {
    String origin = SHIPPED.contains(asked) ? "experiment " + asked : asked;
    try {
      Config values =
          SHIPPED.contains(asked)
              ? ConfigFactory.parseResources(ExperimentFile.class, FOLDER + asked + SUFFIX, THERE)
              : ConfigFactory.parseFile(onDisk(asked).toFile(), THERE);
      return new ExperimentFile(
          name(asked), origin, values.resolve(ConfigResolveOptions.noSystem()));
    } catch (com.typesafe.config.ConfigException e) {
      throw new ConfigException(origin, List.of(e.getMessage()));
    }
  }

  private static Path onDisk(String asked) {
    Path file = Path.of(asked);
    if (!Files.isRegularFile(file)) {
      throw JobException.usage(
          "no experiment '"
              + asked
              + "'; there are "
              + String.join(", ", SHIPPED)
              + ", or name a file");
    }
    return file;
  }

  private static String name(String asked) {
    String file = String.valueOf(Path.of(asked).getFileName());
    return file.endsWith(SUFFIX) ? file.substring(0, file.length() - SUFFIX.length()) : file;
  }
}
