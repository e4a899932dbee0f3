package io.engram.transformers.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.util.Utils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tokenizers' library stands for all: it is small. */
class NativeFolderTest {
  @TempDir Path temporary;
  private final NativeLibrary.Group group = NativeLibrary.tokenizers("cpu");
  private NativeFolder folder;
  private Path file;

  @BeforeEach
  void extract() throws IOException {
    Path cache = temporary.resolve("cache");
    folder = new NativeFolder(cache, NativeLibrary.released());
    folder.require(group);
    file = cache.resolve(group.folder()).resolve(group.libraries().get(0).file());
  }

  @Test
  void librariesAreExtractedToAFolderOfThisUserAlone() throws IOException {
    for (Path path = file.getParent(); !path.equals(temporary); path = path.getParent()) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo("rwx------");
    }
    folder.require(group);
  }

  @Test
  void changedLibraryIsRefusedWithFileExpectedAndActual() throws IOException {
    byte[] content = Files.readAllBytes(file);
    content[content.length / 2] ^= 1;
    Files.write(file, content);

    refused(file, "expected SHA-256 " + group.libraries().get(0).hash(), "found SHA-256 ");
  }

  @Test
  void truncatedLibraryIsRefused() throws IOException {
    Files.write(file, new byte[0]);
    refused(file, "found SHA-256 e3b0c442");
  }

  @Test
  void anyOtherFileBesideThemIsRefusedBecauseTheEngineWouldLoadIt() throws IOException {
    Path extra = Files.writeString(file.resolveSibling("libevil.so"), "x");
    refused(extra, "expected no such file");
  }

  @Test
  void linkInPlaceOfALibraryIsRefused() throws IOException {
    Path elsewhere = Files.move(file, temporary.resolve("elsewhere.so"));
    Files.createSymbolicLink(file, elsewhere);
    refused(file, "a link");
  }

  @Test
  void libraryOrFolderThatOthersCanWriteToIsRefused() throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatThrownBy(() -> folder.require(group))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file + " must belong to")
        .hasMessageContaining("rwxrwxrwx");

    Files.setPosixFilePermissions(folder.cache(), PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatThrownBy(() -> new NativeFolder(folder.cache(), Map.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("writable by nobody else")
        .hasMessageContaining("ENGINE_CACHE_DIR");
  }

  @Test
  void whatAKilledExtractionLeftIsClearedAndTheRestExtracted() throws IOException {
    Path left = Files.createDirectory(folder.cache().resolve(".arriving-1"));
    Files.writeString(left.resolve("half"), "x");
    Files.delete(file);

    folder.require(group);

    assertThat(file).exists();
    assertThat(left).doesNotExist();
  }

  /** Another JVM that starts lists the folder while this one extracts, and refuses what is new. */
  @Test
  void extractionPutsNothingButLibrariesIntoTheFolderThatOthersList() throws Exception {
    Files.delete(file);
    List<String> seen = new ArrayList<>();
    try (WatchService watch = file.getFileSystem().newWatchService()) {
      file.getParent().register(watch, StandardWatchEventKinds.ENTRY_CREATE);

      folder.require(group);

      // Events come in order: nothing is still on its way when the library's has come.
      while (!seen.contains(file.getFileName().toString())) {
        WatchKey key = watch.take();
        key.pollEvents().forEach(event -> seen.add(event.context().toString()));
        key.reset();
      }
    }
    assertThat(seen).containsOnly(file.getFileName().toString());
  }

  @Test
  void platformThatTheListLacksIsComparedWithTheJar() throws IOException {
    new NativeFolder(folder.cache(), Map.of()).require(group);
    Files.write(file, new byte[1]);

    assertThatThrownBy(() -> new NativeFolder(folder.cache(), Map.of()).require(group))
        .isInstanceOf(NativeLibraryException.class);
  }

  /** So that the list cannot fall behind when a version in the pom moves. */
  @Test
  void listHoldsTheHashesOfTheJarsOnTheClassPath() throws IOException {
    Map<String, String> released = NativeLibrary.released();
    for (NativeLibrary.Group each : List.of(group, NativeLibrary.engine())) {
      for (NativeLibrary library : each.libraries()) {
        assertThat(released.get(library.resource()))
            .as(library.resource())
            .isEqualTo(library.hash());
      }
    }
  }

  @Test
  void engineLooksWhereTheLibrariesWereChecked() throws IOException {
    NeuralRuntime.get();
    Path used = Path.of(ai.djl.pytorch.jni.LibUtils.getLibtorchPath());

    assertThat(used).isEqualTo(Utils.getEngineCacheDir().resolve(NativeLibrary.engine().folder()));
    try (var files = Files.list(used)) {
      assertThat(files.map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrderElementsOf(
              NativeLibrary.engine().libraries().stream().map(NativeLibrary::file).toList());
    }
  }

  private void refused(Path named, String... said) {
    assertThatThrownBy(() -> folder.require(group))
        .isInstanceOf(NativeLibraryException.class)
        .hasMessageContaining(named.toString())
        .hasMessageContainingAll((CharSequence[]) said);
  }
}
