package io.engram.jobs.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Runs another program to its end. */
final class Shell {

  /**
   * @param code exit code
   * @param out standard output
   * @param err standard error
   */
  record Result(int code, String out, String err) {
    String lastLine() {
      return out.lines().reduce("", (earlier, line) -> line);
    }
  }

  private Shell() {}

  /**
   * @param environment what is set besides this process's own; Spark's test settings are not passed
   *     on
   */
  static Result run(Map<String, String> environment, String... command) throws IOException {
    Path out = Files.createTempFile("shell", ".out");
    Path err = Files.createTempFile("shell", ".err");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("SPARK_"));
      builder.environment().putAll(environment);
      int code = builder.start().waitFor();
      return new Result(code, Files.readString(out), Files.readString(err));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + command[0], e);
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }
}
