package io.engram.transformers.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkFolderTest extends SparkTest {
  private static final String HOME = "user.home";

  @TempDir Path home;
  private final String before = System.getProperty(HOME);
  private SparkSession session;

  @BeforeEach
  void moveIn() {
    session = spark();
    System.setProperty(HOME, home.toString());
  }

  @AfterEach
  void moveOut() {
    System.setProperty(HOME, before);
  }

  @Test
  void aLocalSessionGetsAFolderThatOnlyThisUserCanLookInto() throws IOException {
    Path work = Path.of(WorkFolder.of(session, ""));
    assertThat(work).isEqualTo(home.resolve(".cache/engram/work"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(work)))
        .isEqualTo("rwx------");
  }

  @Test
  void oneThatOthersCanWriteToIsRefusedWithTheSettingThatNamesAnother() throws IOException {
    Path work = Files.createDirectories(home.resolve(".cache/engram/work"));
    Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatThrownBy(() -> WorkFolder.of(session, ""))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("writable by nobody else")
        .hasMessageContaining("name another folder by workUri");
  }

  /** Executors of a cluster have working folders of their own. */
  @Test
  void aRelativeOneIsThatOfTheDriverEverywhere() {
    assertThat(WorkFolder.of(session, "lake/work"))
        .isEqualTo(URI.create("file:" + Path.of("lake/work").toAbsolutePath()));
  }

  @Test
  void theFolderThatWasSetIsTaken() {
    assertThat(WorkFolder.of(session, "hdfs://lake/work"))
        .isEqualTo(URI.create("hdfs://lake/work"));
  }
}
