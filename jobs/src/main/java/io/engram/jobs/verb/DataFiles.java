package io.engram.jobs.verb;

import io.engram.jobs.JobException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The jars the build copied for the quickstart.
 *
 * @param folder the folder, or null when the launcher did not name it
 */
record DataFiles(Path folder) {

  static DataFiles of(VerbContext context) {
    String folder = context.environment().get("ENGRAM_DATA");
    return new DataFiles(folder == null ? null : Path.of(folder));
  }

  Path wordnet(Path given) {
    return file(given, "wordnet-3.1.jar", "--wordnet");
  }

  Path backbone(Path given) {
    return file(given, "all-minilm-l6-v2.jar", "--backbone-jar");
  }

  private Path file(Path given, String name, String option) {
    Path file = given != null ? given : folder == null ? null : folder.resolve(name);
    if (file == null || !Files.isRegularFile(file)) {
      throw JobException.usage(
          "no file "
              + (file == null ? name : file)
              + "; start with jobs/bin/engram, which builds it, or name it with "
              + option);
    }
    return file;
  }
}
