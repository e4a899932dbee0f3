package io.engram.jobs.data.debian;

import io.engram.jobs.JobException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Fetches package lists and packages by {@code apt-get} into a folder of the user's: the machine's
 * own lists are not touched, and no special rights are needed.
 *
 * @param command name or path of apt-get
 * @param folder for lists and state
 */
public record AptUpdate(String command, Path folder) {
  private static final int SHOWN_LINES = 5;

  /**
   * What is said when apt does not do it.
   *
   * @param failure what it could not do
   * @param remedy what to do where it failed
   * @param withoutApt what to do where there is none
   */
  private record Refusal(String failure, String remedy, String withoutApt) {}

  /** Where the lists lie; fetched when there are none. */
  public Path lists(boolean anew) {
    Path lists = folder.resolve("lists");
    if (anew || !isFetched()) {
      update(
          lists,
          new Refusal(
              "could not fetch the package lists into " + lists,
              "Fetch them on a Debian machine and name their folder with --lists.",
              "on a Debian machine run 'apt-get -o Acquire::Languages=en update', copy /var/lib/apt/lists from there,"
                  + " and name the copy with --lists"));
    }
    return lists;
  }

  /**
   * Fetches a package by the lists, whose signatures and hashes apt checks.
   *
   * @param name of the package
   * @param into an empty folder
   * @return the file
   */
  public Path download(String name, Path into) {
    Refusal refusal =
        new Refusal(
            "could not fetch the package %s into %s".formatted(name, into),
            "'engram data debian --update' fetches newer lists; or fetch the package on a Debian machine and name it"
                + " with --archive.",
            "on a Debian machine run 'apt-get download %s', and name the file with --archive"
                .formatted(name));
    Path lists = folder.resolve("lists");
    if (!isFetched()) {
      update(lists, refusal);
    }
    run(into, List.of("download", name), () -> packages(into).findFirst().isPresent(), refusal);
    return packages(into).findFirst().orElseThrow();
  }

  private static Stream<Path> packages(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".deb")).toList().stream();
    } catch (IOException e) {
      throw JobException.refused("cannot look into " + folder + ": " + e.getMessage());
    }
  }

  private boolean isFetched() {
    return Files.exists(fetched()) && holdsLists(folder.resolve("lists"));
  }

  /** Is there while the lists are whole: a fetch that fails leaves some of them. */
  private Path fetched() {
    return folder.resolve("lists-are-whole");
  }

  private static boolean holdsLists(Path lists) {
    try (Stream<Path> files = Files.isDirectory(lists) ? Files.list(lists) : Stream.empty()) {
      return files.anyMatch(file -> file.getFileName().toString().contains("_Translation-en"));
    } catch (IOException e) {
      throw JobException.refused("cannot look into " + lists + ": " + e.getMessage());
    }
  }

  private void update(Path lists, Refusal refusal) {
    try {
      Files.deleteIfExists(fetched());
      Files.createDirectories(lists.resolve("partial"));
      Files.createDirectories(folder.resolve("cache/archives/partial"));
    } catch (IOException e) {
      throw JobException.refused("cannot make " + lists + ": " + e.getMessage());
    }
    run(folder, List.of("update"), () -> holdsLists(lists), refusal);
    try {
      Files.writeString(fetched(), "");
    } catch (IOException e) {
      throw JobException.refused("cannot write " + fetched() + ": " + e.getMessage());
    }
  }

  private void run(Path directory, List<String> words, BooleanSupplier done, Refusal refusal) {
    try {
      Path log = folder.resolve(words.get(0) + ".log");
      Process process =
          new ProcessBuilder(arguments(words))
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (process.waitFor() != 0 || !done.getAsBoolean()) {
        throw JobException.refused(
            String.join("\n", command + " " + refusal.failure(), lastLines(log), refusal.remedy()));
      }
    } catch (IOException e) {
      throw new JobException(
          JobException.refused("").exitCode(),
          "cannot run "
              + command
              + " ("
              + e.getMessage()
              + "). Without apt: "
              + refusal.withoutApt(),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + command + " was running", e);
    }
  }

  private List<String> arguments(List<String> words) {
    List<String> arguments = new ArrayList<>(List.of(command, "-q"));
    for (String option :
        List.of(
            "Dir::State=" + folder,
            "Dir::State::lists=" + folder.resolve("lists"),
            "Dir::Cache=" + folder.resolve("cache"),
            "Acquire::Languages=en",
            "Acquire::GzipIndexes=false",
            "APT::Sandbox::User=",
            "APT::Update::Post-Invoke-Success=",
            "APT::Update::Error-Mode=any")) {
      arguments.addAll(List.of("-o", option));
    }
    arguments.addAll(words);
    return arguments;
  }

  private static String lastLines(Path log) throws IOException {
    List<String> lines =
        new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
  }
}
