package io.engram.jobs.cluster;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.engram.transformers.lake.ContentHash;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A virtual environment of Python's, made once in the build's folder and anew for other packages.
 */
final class PythonEnvironment {
  private final Path folder;
  private final List<String> packages;
  private boolean ready;

  /**
   * @param name of its folder
   * @param packages as pip is asked for them
   */
  PythonEnvironment(String name, List<String> packages) {
    this.folder = Path.of("target", name).toAbsolutePath();
    this.packages = List.copyOf(packages);
  }

  /** Whether there is a Python 3 that can make virtual environments. */
  static boolean isPossible() {
    try {
      return Shell.run(Map.of(), "python3", "-c", "import venv, ensurepip").code() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Its folder; one JVM makes it when it is not there, others wait. */
  synchronized Path ready() throws IOException {
    if (!ready) {
      locked(
          () -> {
            Path mark = mark("ready", packages.toString());
            if (Files.notExists(mark)) {
              require(Shell.run(Map.of(), "python3", "-m", "venv", "--clear", folder.toString()));
              pip(packages);
              Files.createFile(mark);
            }
          });
      ready = true;
    }
    return folder;
  }

  /**
   * Adds a wheel whose dependencies are there. One that is in already stays untouched: another JVM
   * may be running it.
   */
  synchronized void install(Path wheel) throws IOException {
    ready();
    String content = wheel + " " + Files.size(wheel) + " " + Files.getLastModifiedTime(wheel);
    locked(
        () -> {
          Path mark = mark("wheel", content);
          if (Files.notExists(mark)) {
            try (DirectoryStream<Path> others = Files.newDirectoryStream(folder, "wheel-*")) {
              for (Path other : others) {
                Files.delete(other);
              }
            }
            pip(List.of("--no-deps", "--no-index", "--force-reinstall", wheel.toString()));
            Files.createFile(mark);
          }
        });
  }

  /** Adds packages, where they are not there. */
  synchronized void add(List<String> more) throws IOException {
    ready();
    locked(() -> pip(more));
  }

  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }

  private void locked(Step step) throws IOException {
    Path lock = folder.resolveSibling(folder.getFileName() + ".lock");
    try (FileChannel channel = FileChannel.open(lock, CREATE, WRITE);
        FileLock held = channel.lock()) {
      step.run();
    }
  }

  private Path mark(String what, String content) {
    String hash = ContentHash.sha256(content.getBytes(StandardCharsets.UTF_8));
    return folder.resolve(what + "-" + hash.substring(0, 12));
  }

  /** Runs its Python. */
  Shell.Result run(Map<String, String> variables, String... args) throws IOException {
    List<String> command = new ArrayList<>(List.of(ready().resolve("bin/python").toString()));
    command.addAll(List.of(args));
    return Shell.run(variables, command.toArray(String[]::new));
  }

  /**
   * Runs the tests of a folder of src/test/python; they have to pass. Where some were skipped, this
   * test is aborted with their names and reasons: it has not shown what it is named for.
   *
   * @param temporary for what they write
   */
  void passes(String tests, Path temporary, Map<String, String> variables) throws IOException {
    Shell.Result run =
        run(
            variables,
            "-m",
            "pytest",
            "-q",
            "-rs",
            "-p",
            "no:cacheprovider",
            "--durations=5",
            "--basetemp=" + temporary.resolve("pytest"),
            Path.of("src/test/python", tests).toAbsolutePath().toString());
    System.out.println(run.out());
    assertThat(run.code()).as(run.out() + run.err()).isZero();
    List<String> skipped = run.out().lines().filter(line -> line.startsWith("SKIPPED")).toList();
    assumeThat(skipped).as("tests of %s that were skipped", tests).isEmpty();
  }

  private void pip(List<String> args) throws IOException {
    List<String> command = new ArrayList<>(List.of(folder.resolve("bin/pip").toString()));
    command.addAll(List.of("install", "--quiet", "--disable-pip-version-check"));
    command.addAll(args);
    require(Shell.run(Map.of(), command.toArray(String[]::new)));
  }

  private void require(Shell.Result result) throws IOException {
    if (result.code() != 0) {
      throw new IOException(packages + " cannot be installed: " + result.err());
    }
  }
}
