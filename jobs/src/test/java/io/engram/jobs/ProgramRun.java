package io.engram.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.engram.jobs.console.Console;
import io.engram.jobs.console.ProgressStyle;
import io.engram.jobs.service.Services;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;

/**
 * One run of the program inside the test's JVM.
 *
 * @param code exit code
 * @param out standard output
 * @param err standard error
 */
public record ProgramRun(int code, String out, String err) {

  public static ProgramRun of(Services.Factory services, String... args) {
    return of(services, Map.of(), args);
  }

  public static ProgramRun of(
      Services.Factory services, Map<String, String> environment, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            ProgressStyle.NONE);
    int code = new Main(console, environment, services).run(args);
    return new ProgramRun(code, out.toString(UTF_8), err.toString(UTF_8));
  }

  /** Last line of the output. */
  public String lastLine() {
    return out.lines().reduce("", (earlier, line) -> line);
  }
}
