package io.engram.jobs.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the launcher tells the program to show progress; in place of Java is one that says so. */
class LauncherTest {
  private static final Path LAUNCHER = Path.of("bin/engram").toAbsolutePath();

  @TempDir private Path java;

  @BeforeEach
  void java() throws IOException {
    Path program = Files.createDirectory(java.resolve("bin")).resolve("java");
    Files.createFile(
        program,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.writeString(
        program,
        """
        #!/bin/sh
        case "$*" in
          *-version*) echo '    java.specification.version = 17' ;;
          *) echo "progress is $ENGRAM_PROGRESS" ;;
        esac
        """);
  }

  private String said(List<String> command, Map<String, String> environment) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.matches("ENGRAM_.*|SPARK_HOME"));
    builder.environment().put("JAVA_HOME", java.toString());
    builder.environment().put("ENGRAM_NO_BUILD", "1");
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.lines().filter(line -> line.startsWith("progress is ")).findFirst().orElseThrow();
  }

  private String intoAPipe(Map<String, String> environment) throws Exception {
    return said(List.of(LAUNCHER.toString(), "tasks"), environment);
  }

  private String onATerminal(Map<String, String> environment) throws Exception {
    return said(List.of("script", "-qec", LAUNCHER + " tasks", "/dev/null"), environment).strip();
  }

  @Test
  void barsMoveOnATerminalOnlyAndNeverAmongJsonLines() throws Exception {
    assertThat(onATerminal(Map.of())).isEqualTo("progress is bar");
    assertThat(intoAPipe(Map.of())).isEqualTo("progress is lines");
    assertThat(onATerminal(Map.of("ENGRAM_LOG", "json"))).isEqualTo("progress is none");
    assertThat(onATerminal(Map.of("ENGRAM_PROGRESS", "lines"))).isEqualTo("progress is lines");
    assertThat(ProgressStyle.of(null)).as("without the launcher").isEqualTo(ProgressStyle.LINES);
  }
}
