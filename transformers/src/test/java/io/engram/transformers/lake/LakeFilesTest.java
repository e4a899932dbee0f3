package io.engram.transformers.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LakeFilesTest {
  private static final byte[] CONTENT = "some bytes".getBytes(StandardCharsets.UTF_8);

  @TempDir java.nio.file.Path temporary;
  private Path folder;
  private LakeFiles files;

  @BeforeEach
  void open() throws IOException {
    folder = new Path(temporary.toUri());
    files = LakeFiles.at(folder, new Configuration());
  }

  @Test
  void writtenFileReadsBackVerified() throws IOException {
    assertThat(files.writeImmutable(new Path(folder, "a"), ContentSource.of(CONTENT), 10)).isTrue();

    assertThat(files.readVerified(folder, file("a"))).isEqualTo(CONTENT);
    assertThat(files.digest(new Path(folder, "a"), "a")).isEqualTo(file("a"));
  }

  @Test
  void secondWriteOfTheSameNameKeepsTheFirstAndLeavesNothingBehind() throws IOException {
    files.writeImmutable(new Path(folder, "a"), ContentSource.of(CONTENT), 10);

    assertThat(files.writeImmutable(new Path(folder, "a"), ContentSource.of(CONTENT), 10))
        .isFalse();
    assertThat(files.names(folder)).containsExactly("a");
  }

  @Test
  void aDiskThatIsFullIsToldWithTheFileAndNothingIsLeft() throws IOException {
    Path target = new Path(folder, "a");
    ContentSource full =
        () -> {
          throw new IOException("No space left on device");
        };

    assertThatThrownBy(() -> files.writeImmutable(target, full, 10))
        .hasMessage(temporary.resolve("a") + ": No space left on device");
    assertThat(files.names(folder)).isEmpty();
  }

  @Test
  void flippedByteIsNamedWithBothHashes() throws IOException {
    Files.writeString(temporary.resolve("a"), "some Bytes");

    assertThatThrownBy(() -> files.readVerified(folder, file("a")))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining(temporary.getFileName() + "/a")
        .hasMessageContaining(ContentHash.sha256(CONTENT))
        .hasMessageContaining(ContentHash.sha256("some Bytes".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void truncatedAndMissingFilesAreNamed() throws IOException {
    Files.writeString(temporary.resolve("a"), "some");

    assertThatThrownBy(() -> files.readVerified(folder, file("a"))).hasMessageContaining("4 bytes");
    assertThatThrownBy(() -> files.readVerified(folder, file("b"))).hasMessageContaining("no file");
    assertThatThrownBy(
            () -> files.writeImmutable(new Path(folder, "a"), ContentSource.of(CONTENT), 10))
        .isInstanceOf(DamagedFileException.class);
  }

  @Test
  void sidecarsOfHadoopAreNeitherListedNorMindedAndCanBeDeleted() throws IOException {
    FileSystem checked = folder.getFileSystem(new Configuration());
    try (var out = checked.create(new Path(folder, "sub/a"))) {
      out.write(CONTENT);
    }
    assertThat(temporary.resolve("sub/.a.crc")).exists();
    Files.writeString(temporary.resolve("sub/a"), "some Bytes");

    assertThat(files.filesBelow(folder)).containsExactly("sub/a");
    assertThat(files.digest(new Path(folder, "sub/a"), "a").length()).isEqualTo(10);

    files.deleteSidecars(folder);
    assertThat(temporary.resolve("sub/.a.crc")).doesNotExist();
  }

  @Test
  void fileThatIsLargerThanAllowedIsRefusedUnread() throws IOException {
    Files.writeString(temporary.resolve("a"), "some bytes");

    assertThatThrownBy(() -> files.read(new Path(folder, "a"), 9))
        .hasMessageContaining("10 bytes, at most 9");
  }

  @Test
  void fetchedFileIsCheckedAndAWrongOneIsNotKept() throws IOException {
    java.nio.file.Path target = temporary.resolve("copy");
    assertThatThrownBy(() -> files.fetch(folder, file("a"), target))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("expected 10 bytes with sha256 " + ContentHash.sha256(CONTENT))
        .hasMessageContaining("found no file");
    Files.writeString(temporary.resolve("a"), "some Bytes");

    assertThatThrownBy(() -> files.fetch(folder, file("a"), target))
        .isInstanceOf(DamagedFileException.class);
    assertThat(target).doesNotExist();

    Files.write(temporary.resolve("a"), CONTENT);
    files.fetch(folder, file("a"), target);
    assertThat(target).hasBinaryContent(CONTENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/etc/passwd", "../x", "a/../b", "a//b", "a/.", "a\\b", "a:b", "a b", "a\nb"})
  void pathThatCouldLeaveItsFolderIsRefused(String path) {
    assertThatThrownBy(() -> LakeFile.requireSafe(path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unsafe path");
  }

  private static LakeFile file(String name) {
    return new LakeFile(name, CONTENT.length, ContentHash.sha256(CONTENT));
  }
}
