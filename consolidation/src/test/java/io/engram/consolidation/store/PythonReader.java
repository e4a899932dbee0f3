package io.engram.consolidation.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The reader of a store in another language, which was written by FORMAT.md alone. */
public final class PythonReader {
  private static final Path SCRIPT = Path.of("src/test/python/read_store.py");

  private PythonReader() {}

  /** Skips a test where there is no Python. */
  public static void assumeIsThere() throws InterruptedException {
    boolean there;
    try {
      there = new ProcessBuilder("python3", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      there = false;
    }
    assumeTrue(there, "python3 is not on the path");
  }

  /**
   * Reads a version and compares every file with its record.
   *
   * @param which number or @alias; none for the newest
   * @return what it printed
   */
  public static String read(Path root, int expectedExit, String... which)
      throws IOException, InterruptedException {
    return run(expectedExit, Stream.concat(Stream.of(root.toString()), Stream.of(which)));
  }

  /** Computes the name of a backbone from its document, and compares it and its files. */
  public static String readBackbone(Path folder, int expectedExit)
      throws IOException, InterruptedException {
    return run(expectedExit, Stream.of("--backbone", folder.toString()));
  }

  private static String run(int expectedExit, Stream<String> words)
      throws IOException, InterruptedException {
    List<String> command = Stream.concat(Stream.of("python3", SCRIPT.toString()), words).toList();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isEqualTo(expectedExit);
    return output;
  }
}
