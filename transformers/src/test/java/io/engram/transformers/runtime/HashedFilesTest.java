package io.engram.transformers.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.transformers.lake.ContentHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HashedFilesTest {
  private static final long SETTLED_MILLIS = 2_100;
  private static final String FALSE_HASH = "0".repeat(64);

  @TempDir private Path temporary;
  private Path file;
  private HashedFiles files;

  @BeforeEach
  void create() throws IOException {
    file = Files.writeString(temporary.resolve("library.so"), "content");
    files = new HashedFiles(temporary.resolve("notes"));
  }

  private List<Path> notes() throws IOException {
    try (Stream<Path> notes = Files.list(temporary.resolve("notes"))) {
      return notes.toList();
    }
  }

  /** Puts another hash into the note: who gets it did not read the file. */
  private Path falsified() throws IOException, InterruptedException {
    Thread.sleep(SETTLED_MILLIS);
    assertThat(files.sha256(file)).isEqualTo(ContentHash.sha256(file));
    Path note = notes().get(0);
    Files.writeString(note, Files.readString(note).replaceFirst("[0-9a-f]{64}", FALSE_HASH));
    return note;
  }

  @Test
  void aFileThatWasJustWrittenIsHashedAndNotNoted() throws IOException {
    assertThat(files.sha256(file)).isEqualTo(ContentHash.sha256(file));
    assertThat(notes()).isEmpty();
  }

  @Test
  void anUnchangedFileIsReadOnce() throws Exception {
    falsified();
    assertThat(files.sha256(file)).isEqualTo(FALSE_HASH);
    assertThat(new HashedFiles(temporary.resolve("notes")).sha256(file)).isEqualTo(FALSE_HASH);
  }

  @Test
  void aChangeThatLeavesSizeAndTimeIsSeen() throws Exception {
    falsified();
    FileTime before = Files.getLastModifiedTime(file);
    Files.writeString(file, "c0ntent");
    Files.setLastModifiedTime(file, before);
    assertThat(files.sha256(file)).isEqualTo(ContentHash.sha256("c0ntent".getBytes("UTF-8")));
  }

  @Test
  void anotherFileInItsPlaceIsSeen() throws Exception {
    Path other = Files.writeString(temporary.resolve("other.so"), "0ther!!");
    falsified();
    Files.move(other, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    Thread.sleep(SETTLED_MILLIS);
    assertThat(files.sha256(file)).isEqualTo(ContentHash.sha256(file));
  }

  @Test
  void aNoteThatOthersCanWriteIsRefused() throws Exception {
    Path note = falsified();
    Files.setPosixFilePermissions(note, PosixFilePermissions.fromString("rw-rw-rw-"));
    assertThatThrownBy(() -> files.sha256(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(note + " must belong to");
  }
}
