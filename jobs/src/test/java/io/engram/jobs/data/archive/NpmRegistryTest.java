package io.engram.jobs.data.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.jobs.ExitCode;
import io.engram.jobs.JobException;
import io.engram.jobs.console.Progress;
import io.engram.transformers.lake.ContentHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpmRegistryTest {
  private static final byte[] CONTENT = "an archive".getBytes(UTF_8);
  private static final NpmPackage TOY =
      new NpmPackage("toy", "1.2.3", CONTENT.length, ContentHash.sha256(CONTENT));

  @TempDir Path folder;
  private Path remote;
  private NpmRegistry registry;

  @BeforeEach
  void serve() throws IOException {
    remote = Files.createDirectories(folder.resolve("mirror/toy/-")).resolve("toy-1.2.3.tgz");
    Files.write(remote, CONTENT);
    registry = new NpmRegistry(folder.resolve("mirror").toUri(), folder.resolve("cache"));
  }

  @Test
  void anArchiveIsFetchedOnceAndThenTakenFromTheCache() throws IOException {
    Path first = registry.archive(TOY, Progress.SILENT);
    assertThat(first).hasBinaryContent(CONTENT).hasFileName("toy-1.2.3.tgz");
    Files.delete(remote);
    assertThat(registry.archive(TOY, Progress.SILENT)).isEqualTo(first);
    assertThat(cached()).containsExactly("toy-1.2.3.tgz");
  }

  @Test
  void anArchiveOfTheCacheThatIsDamagedIsFetchedAgain() throws IOException {
    Path cached = registry.archive(TOY, Progress.SILENT);
    Files.write(cached, Arrays.copyOf(CONTENT, CONTENT.length / 2));
    assertThat(registry.archive(TOY, Progress.SILENT)).hasBinaryContent(CONTENT);
  }

  @Test
  void aDownloadOfAnotherLengthOrHashIsRefusedAndNotKept() throws IOException {
    Files.write(remote, Arrays.copyOf(CONTENT, CONTENT.length / 2));
    assertThatThrownBy(() -> registry.archive(TOY, Progress.SILENT))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("/toy/-/toy-1.2.3.tgz is not toy-1.2.3.tgz: 5 bytes, expected 10")
        .hasMessageContaining("npm pack toy@1.2.3");
    Files.write(remote, "an archivE".getBytes(UTF_8));
    assertThatThrownBy(() -> registry.archive(TOY, Progress.SILENT))
        .hasMessageContaining("SHA-256")
        .hasMessageContaining(TOY.sha256());
    assertThat(cached()).isEmpty();
  }

  @Test
  void aDownloadThatNeverEndsStopsSoonAfterTheKnownLength() throws IOException {
    Files.write(remote, new byte[10 << 20]);
    assertThatThrownBy(() -> registry.archive(TOY, Progress.SILENT))
        .hasMessageContaining("65536 bytes, expected 10");
    assertThat(cached()).isEmpty();
  }

  @Test
  void aRegistryThatDoesNotAnswerIsNamedWithWhatToDo() throws IOException {
    Files.delete(remote);
    assertThatThrownBy(() -> registry.archive(TOY, Progress.SILENT))
        .isInstanceOfSatisfying(
            JobException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.REFUSED))
        .hasMessageContaining("cannot fetch")
        .hasMessageContaining("/toy/-/toy-1.2.3.tgz")
        .hasMessageContaining("--archive")
        .hasMessageContaining("data.npm-registry");
  }

  private Stream<String> cached() throws IOException {
    return Files.list(folder.resolve("cache")).map(file -> file.getFileName().toString());
  }
}
