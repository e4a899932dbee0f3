package io.engram.jobs.watch.arrivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArrivalStreamTest {
  private static volatile boolean silent;

  @TempDir private Path lake;
  private ArrivalStream stream;

  /** The local disk, which lists nothing while it is silent. */
  public static final class SilentFileSystem extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("silent:///");
    }

    @Override
    public String getScheme() {
      return "silent";
    }

    @Override
    public FileStatus[] listStatus(org.apache.hadoop.fs.Path path) throws IOException {
      if (silent) {
        throw new IOException(path + " does not answer");
      }
      return super.listStatus(path);
    }
  }

  @BeforeEach
  void open() throws IOException {
    Configuration conf = new Configuration();
    conf.setClass("fs.silent.impl", SilentFileSystem.class, FileSystem.class);
    stream = new ArrivalStream(new TaskArea(new org.apache.hadoop.fs.Path("silent:" + lake), conf));
    arrive("a");
  }

  @AfterEach
  void answer() {
    silent = false;
  }

  private void arrive(String task) throws IOException {
    Path folder = Files.createDirectories(lake.resolve("tasks").resolve(task));
    Files.writeString(folder.resolve("part-0.csv"), task);
  }

  @Test
  void whileTheAreaCannotBeListedWhatWasSeenBeforeStands() throws IOException {
    Offset before = stream.latestOffset();
    silent = true;
    arrive("b");
    assertThat(stream.latestOffset()).isEqualTo(before);
    assertThat(stream.planInputPartitions(stream.initialOffset(), before)).hasSize(1);
    silent = false;
    assertThat(stream.latestOffset()).isNotEqualTo(before);
  }

  @Test
  void anAreaThatCannotBeListedAtFirstIsAFaultWithItsName() {
    silent = true;
    assertThatThrownBy(stream::latestOffset)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("does not answer");
  }
}
