package io.engram.transformers.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalExclusiveCreateTest extends ExclusiveCreateContract {
  private static final int PROCESSES = 2;
  private static final int RACES_BETWEEN_PROCESSES = 300;

  @TempDir java.nio.file.Path temporary;

  @Override
  protected ExclusiveCreate exclusiveCreate() {
    return new LocalExclusiveCreate();
  }

  @Override
  protected Path folder() {
    return new Path(temporary.toUri());
  }

  @Override
  protected Configuration conf() {
    return new Configuration();
  }

  @Override
  protected int rounds() {
    return 100;
  }

  @Test
  void ofTwoProcessesExactlyOneWinsEachName() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < PROCESSES; i++) {
      processes.add(
          new ProcessBuilder(
                  System.getProperty("java.home") + "/bin/java",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Racer.class.getName(),
                  folder().toString(),
                  Integer.toString(PROCESSES),
                  Integer.toString(RACES_BETWEEN_PROCESSES),
                  "process-" + i)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .redirectOutput(temporary.resolve("wins-" + i).toFile())
              .start());
    }
    Set<String> won = new HashSet<>();
    int wins = 0;
    for (int i = 0; i < PROCESSES; i++) {
      assertThat(processes.get(i).waitFor()).isZero();
      for (String name : Files.readAllLines(temporary.resolve("wins-" + i))) {
        wins++;
        won.add(name);
        assertThat(Files.readString(temporary.resolve(name))).isEqualTo("process-" + i);
      }
    }
    assertThat(won).hasSize(RACES_BETWEEN_PROCESSES);
    assertThat(wins).isEqualTo(RACES_BETWEEN_PROCESSES);
  }

  @Test
  void schemeWithoutAnImplementationIsRefusedWithWhatToDo() {
    Path path = new Path("gs://bucket/models/log/1.json");

    assertThatThrownBy(() -> ExclusiveCreates.forPath(path, conf()))
        .isInstanceOf(UnsupportedFileSystemException.class)
        .hasMessageContaining("'gs'")
        .hasMessageContaining("[file, hdfs, s3a]")
        .hasMessageContaining(ExclusiveCreate.class.getName());
  }

  /** One of the processes: tries to create every name, prints those it won. */
  static final class Racer {
    private Racer() {}

    public static void main(String[] args) throws Exception {
      java.nio.file.Path folder = java.nio.file.Path.of(java.net.URI.create(args[0]));
      int processes = Integer.parseInt(args[1]);
      Files.createFile(folder.resolve("ready-" + args[3]));
      while (readyOnes(folder) < processes) {
        Thread.sleep(1);
      }
      StringBuilder won = new StringBuilder();
      for (int race = 0; race < Integer.parseInt(args[2]); race++) {
        String name = "race-" + race;
        ExclusiveCreate.Outcome outcome =
            new LocalExclusiveCreate()
                .create(
                    new Path(folder.resolve(name).toUri()),
                    args[3].getBytes(StandardCharsets.UTF_8),
                    new Configuration(false));
        if (outcome == ExclusiveCreate.Outcome.CREATED) {
          won.append(name).append('\n');
        }
      }
      System.out.print(won);
    }

    private static long readyOnes(java.nio.file.Path folder) throws Exception {
      try (var entries = Files.list(folder)) {
        return entries.filter(file -> file.getFileName().toString().startsWith("ready-")).count();
      }
    }
  }
}
