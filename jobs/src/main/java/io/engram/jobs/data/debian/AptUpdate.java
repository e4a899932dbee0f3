package io.engram.jobs.data.debian;

import io.engram.jobs.JobException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Fetches package lists by {@code apt-get update} into a folder of the user's: the machine's own
 * lists are not touched, and no special rights are needed.
 *
 * @param command name or path of apt-get
 * @param folder for lists and state
 */
public record AptUpdate(String command, Path folder) {
  private static final int SHOWN_LINES = 5;

  /** Where the lists lie; fetched when there are none. */
  public Path lists(boolean anew) {
    Path lists = folder.resolve("lists");
    if (anew || !isFetched(lists)) {
      update(lists);
    }
    return lists;
  }

  private static boolean isFetched(Path lists) {
    try (Stream<Path> files = Files.isDirectory(lists) ? Files.list(lists) : Stream.empty()) {
      return files.anyMatch(file -> file.getFileName().toString().contains("_Translation-en"));
    } catch (IOException e) {
      throw JobException.refused("cannot look into " + lists + ": " + e.getMessage());
    }
  }

  private void update(Path lists) {
    try {
      Files.createDirectories(lists.resolve("partial"));
      Files.createDirectories(folder.resolve("cache/archives/partial"));
      Path log = folder.resolve("update.log");
      Process process =
          new ProcessBuilder(arguments(lists))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (process.waitFor() != 0 || !isFetched(lists)) {
        throw JobException.refused(
            command
                + " could not fetch the package lists into "
                + lists
                + "\n"
                + lastLines(log)
                + "\nFetch them on a Debian machine and name their folder with --lists.");
      }
    } catch (IOException e) {
      throw new JobException(
          JobException.refused("").exitCode(),
          "cannot run "
              + command
              + " ("
              + e.getMessage()
              + "). Without apt: on a Debian machine run 'apt-get -o Acquire::Languages=en update', copy"
              + " /var/lib/apt/lists from there, and name the copy with --lists",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + command + " was running", e);
    }
  }

  private List<String> arguments(Path lists) {
    List<String> arguments = new ArrayList<>(List.of(command, "-q"));
    for (String option :
        List.of(
            "Dir::State=" + folder,
            "Dir::State::lists=" + lists,
            "Dir::Cache=" + folder.resolve("cache"),
            "Acquire::Languages=en",
            "Acquire::GzipIndexes=false",
            "APT::Sandbox::User=",
            "APT::Update::Post-Invoke-Success=",
            "APT::Update::Error-Mode=any")) {
      arguments.addAll(List.of("-o", option));
    }
    arguments.add("update");
    return arguments;
  }

  private static String lastLines(Path log) throws IOException {
    List<String> lines =
        new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
  }
}
