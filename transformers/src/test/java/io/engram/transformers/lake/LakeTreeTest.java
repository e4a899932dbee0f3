package io.engram.transformers.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeTreeTest {
  private static final AtomicInteger OPENED = new AtomicInteger();
  private static volatile int disturbed;

  @TempDir private java.nio.file.Path folder;
  private LakeTree tree;

  /** The local disk; the first readings of a file are disturbed. */
  public static final class DisturbedFileSystem extends RawLocalFileSystem {
    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
      if (OPENED.incrementAndGet() <= disturbed) {
        throw new IOException("another object now");
      }
      return super.open(path, bufferSize);
    }
  }

  @BeforeEach
  void open() throws IOException {
    Configuration conf = new Configuration();
    conf.setClass("fs.file.impl", DisturbedFileSystem.class, FileSystem.class);
    conf.setBoolean("fs.file.impl.disable.cache", true);
    tree = LakeTree.at(path("state"), conf);
    OPENED.set(0);
    Files.writeString(folder.resolve("state"), "learnt");
  }

  private Path path(String name) {
    return new Path(folder.resolve(name).toUri());
  }

  private String read(String name) throws IOException {
    return new String(tree.readReplaced(path(name), 100), StandardCharsets.UTF_8);
  }

  @Test
  void aReadingThatAReplacementDisturbsIsBegunAgain() throws IOException {
    disturbed = 4;
    assertThat(read("state")).isEqualTo("learnt");
    assertThat(OPENED).hasValue(5);
  }

  @Test
  void aFileThatNeverAnswersIsGivenUp() {
    disturbed = 100;
    assertThatThrownBy(() -> read("state")).hasMessage("another object now");
    assertThat(OPENED).hasValue(5);
  }

  @Test
  void aFileThatIsGoneIsGoneAtOnce() {
    disturbed = 0;
    assertThatThrownBy(() -> read("none")).isInstanceOf(FileNotFoundException.class);
    assertThat(OPENED).hasValue(1);
  }

  @Test
  void aFileOfMoreThanWasAllowedIsRefused() throws IOException {
    disturbed = 0;
    Files.writeString(folder.resolve("state"), "x".repeat(101));
    assertThatThrownBy(() -> read("state")).hasMessageContaining("has more than 100 bytes");
  }
}
