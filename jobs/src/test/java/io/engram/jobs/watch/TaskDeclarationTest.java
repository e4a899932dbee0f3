package io.engram.jobs.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.jobs.ExitCode;
import io.engram.jobs.JobException;
import io.engram.jobs.service.InputSpec;
import io.engram.jobs.watch.arrivals.TaskArea;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskDeclarationTest {
  @TempDir private Path folder;

  private TaskDeclaration declared(String json) throws IOException {
    Files.writeString(folder.resolve(TaskArea.MANIFEST), json);
    return read();
  }

  private TaskDeclaration read() throws IOException {
    return TaskDeclaration.of(path(), "mail", new Configuration());
  }

  private org.apache.hadoop.fs.Path path() {
    return new org.apache.hadoop.fs.Path(folder.toUri());
  }

  @Test
  void withoutAManifestATaskIsReadAsTheWatchReads() throws IOException {
    InputSpec usual = InputSpec.parquet("");
    assertThat(read().rows()).isEmpty();
    assertThat(read().table(path(), usual)).isEqualTo(InputSpec.parquet(path().toString()));
  }

  @Test
  void aManifestSaysHowItsTaskIsRead() throws IOException {
    TaskDeclaration declared =
        declared(
            """
            {"task": "mail", "rows": 12, "format": "csv", "options": {"header": true, "sep": ";"},
             "text-col": "body", "text-pair-col": "reply", "label-col": "lang",
             "split-col": null, "key-cols": ["id", "day"]}
            """);
    assertThat(declared.rows()).hasValue(12);
    InputSpec table = declared.table(path(), InputSpec.parquet(""));
    assertThat(table.format()).isEqualTo("csv");
    assertThat(table.options()).isEqualTo(Map.of("header", "true", "sep", ";"));
    assertThat(table.textCol()).isEqualTo("body");
    assertThat(table.textPairCol()).hasValue("reply");
    assertThat(table.labelCol()).isEqualTo("lang");
    assertThat(table.splitCol()).isEqualTo("split");
    assertThat(table.keyCols()).isEqualTo(List.of("id", "day"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"task\": \"male\"} | says task \"male\", its folder says mail",
        "{\"rows\": 0} | rows must be a positive number, got 0",
        "{\"rows\": \"many\"} | rows must be a positive number",
        "{\"text_col\": \"body\"} | unknown or wrong: text_col",
        "{\"label-col\": 3} | unknown or wrong: label-col = 3",
        "{\"format\": \"evil.Canary\"} | not read on the word of a manifest",
        "{\"format\": 3} | not read on the word of a manifest",
        "[] | is not a JSON object",
        "{\"rows\": 1, \"rows\": 2} | cannot be read",
        "{\"rows\": | cannot be read",
      })
  void aManifestThatIsWrongIsRefusedByName(String json, String message) {
    assertThatThrownBy(() -> declared(json))
        .isInstanceOf(JobException.class)
        .hasMessageContaining(TaskArea.MANIFEST)
        .hasMessageContaining(message)
        .extracting(thrown -> ((JobException) thrown).exitCode())
        .isEqualTo(ExitCode.REFUSED);
  }

  @Test
  void aManifestBeyondTheLimitIsRefused() {
    assertThatThrownBy(() -> declared(" ".repeat((1 << 20) + 1)))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("cannot be read")
        .hasMessageContaining("at most 1048576");
  }

  @Test
  void aStoreThatDoesNotGiveTheManifestSaysNothingAboutIt() throws IOException {
    Files.writeString(folder.resolve(TaskArea.MANIFEST), "{}");
    Configuration conf = new Configuration();
    conf.setClass("fs.slow.impl", SlowFileSystem.class, FileSystem.class);
    org.apache.hadoop.fs.Path slow = new org.apache.hadoop.fs.Path("slow:" + folder);
    assertThatThrownBy(() -> TaskDeclaration.of(slow, "mail", conf))
        .isInstanceOf(SocketTimeoutException.class);
  }

  /** The local disk, of which no file is read in time. */
  public static final class SlowFileSystem extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("slow:///");
    }

    @Override
    public String getScheme() {
      return "slow";
    }

    @Override
    public FSDataInputStream open(org.apache.hadoop.fs.Path path, int bufferSize)
        throws IOException {
      throw new SocketTimeoutException(path + ": Read timed out");
    }
  }
}
