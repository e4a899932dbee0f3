package io.engram.transformers.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.transformers.lake.ExclusiveCreate.Outcome;
import io.engram.transformers.lake.LocalExclusiveCreate.HardLink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
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
  private static final String RECORD = "00000000000000000001.json";
  private static final byte[] OURS = {1, 2, 3};
  private static final byte[] THEIRS = {4};

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

  private Outcome create(HardLink link) throws IOException {
    return new LocalExclusiveCreate(link).create(new Path(folder(), RECORD), OURS, conf());
  }

  private static void lose(java.nio.file.Path name) throws IOException {
    throw new FileSystemException(name.toString(), null, "Input/output error");
  }

  private void assertRecord(byte[] content) throws IOException {
    try (var files = Files.list(temporary)) {
      assertThat(files).containsExactly(temporary.resolve(RECORD));
    }
    assertThat(temporary.resolve(RECORD)).hasBinaryContent(content);
  }

  @Test
  void linkWhoseReplyWasLostIsFoundToBeOurs() throws IOException {
    assertThat(
            create(
                (name, file) -> {
                  Files.createLink(name, file);
                  lose(name);
                }))
        .isEqualTo(Outcome.CREATED);
    assertRecord(OURS);
  }

  /** As a client of a network disk does that got no answer the first time. */
  @Test
  void linkThatWasAskedForTwiceIsFoundToBeOurs() throws IOException {
    assertThat(
            create(
                (name, file) -> {
                  Files.createLink(name, file);
                  Files.createLink(name, file);
                }))
        .isEqualTo(Outcome.CREATED);
    assertRecord(OURS);
  }

  @Test
  void linkWithoutAReplyThatAnotherWasFasterThanIsTheOthers() throws IOException {
    assertThat(
            create(
                (name, file) -> {
                  Files.write(name, THEIRS);
                  lose(name);
                }))
        .isEqualTo(Outcome.ALREADY_THERE);
    assertRecord(THEIRS);
  }

  @Test
  void linkWithoutAReplyAndWithoutAFileMayStillBeMade() {
    assertThatThrownBy(() -> create((name, file) -> lose(name)))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining(RECORD)
        .hasMessageContaining("Input/output error");
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void refusedLinkIsNoLinkAndADiskWithoutLinksIsToldFromIt() {
    assertThatThrownBy(
            () ->
                create(
                    (name, file) -> {
                      throw new AccessDeniedException(name.toString());
                    }))
        .isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(
            () ->
                create(
                    (name, file) -> {
                      throw new FileSystemException(
                          name.toString(), file.toString(), "Operation not permitted");
                    }))
        .isNotInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining("no hard links")
        .hasMessageContaining("another disk");
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void bytesAreForcedBeforeTheNameIsGivenAndTheNameBeforeItIsReported() throws IOException {
    Forces.Seen seen;
    try (Forces forces = new Forces()) {
      create((name, file) -> Forces.mark("link", () -> Files.createLink(name, file)));
      seen = forces.stop(Files.createDirectory(temporary.resolve("seen")));
    }
    Forces.Step link = seen.actions().get(0);
    String bytes = temporary.resolve("." + RECORD).toString();
    assertThat(seen.before(link, path -> path.startsWith(bytes))).isTrue();
    assertThat(seen.after(link, temporary.toString()::equals)).isTrue();
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
