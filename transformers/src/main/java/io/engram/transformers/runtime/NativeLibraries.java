package io.engram.transformers.runtime;

import ai.djl.util.Utils;
import io.engram.transformers.lake.PrivateFolder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Native libraries of this JVM, checked before they are loaded: by hash against those that were
 * released, in a folder that only this user can write to. The folder is {@code
 * ~/.cache/engram/native}, or the one that {@code ENGINE_CACHE_DIR} or {@code DJL_CACHE_DIR} names.
 */
public final class NativeLibraries {
  private static final Logger LOG = LoggerFactory.getLogger(NativeLibraries.class);
  private static final String CACHE = "ENGINE_CACHE_DIR";
  private static final String FLAVOR = "RUST_FLAVOR";

  private static boolean tokenizersChecked;

  private NativeLibraries() {}

  /**
   * Makes sure of the tokenizers; costs nothing after the first call.
   *
   * @throws NativeLibraryException when a library is not the released one or others can change it
   */
  public static synchronized void requireTokenizers() {
    if (!tokenizersChecked) {
      if (Utils.getEnvOrSystemProperty(FLAVOR) == null) {
        // Else the binding would look for one that fits a GPU, which no jar has.
        System.setProperty(FLAVOR, "cpu");
      }
      require(NativeLibrary.tokenizers(Utils.getEnvOrSystemProperty(FLAVOR)));
      tokenizersChecked = true;
    }
  }

  /** Makes sure of the engine. */
  static synchronized void requireEngine() {
    require(NativeLibrary.engine());
  }

  /**
   * A libtorch of the user's own. Nothing is known of its content, so it only has to lie where
   * nobody but its owner can write to it.
   *
   * @param libraryPath files or folders as {@code PYTORCH_LIBRARY_PATH} lists them
   */
  static void requireOwn(String libraryPath) {
    try {
      PrivateFolder.create(cache(), CACHE);
      for (String name : libraryPath.split(File.pathSeparator)) {
        Path path = Path.of(name).toAbsolutePath();
        Path folder = Files.isDirectory(path) ? path : path.getParent();
        if (Files.isDirectory(folder)) {
          requireOwn(folder.toRealPath());
        }
      }
    } catch (IOException e) {
      throw new NativeLibraryException("libtorch is not loaded: " + e.getMessage(), e);
    }
  }

  private static void requireOwn(Path folder) throws IOException {
    PrivateFolder.requireAlike(folder);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        // A library is often the link of a version to its file.
        PrivateFolder.requireAlike(file.toRealPath());
      }
    }
    LOG.info("libtorch comes from {}; its content is not compared with any hash", folder);
  }

  private static void require(NativeLibrary.Group group) {
    try {
      new NativeFolder(cache(), NativeLibrary.released()).require(group);
    } catch (IOException e) {
      throw new NativeLibraryException(
          "native libraries of "
              + group.folder()
              + " cannot be loaded: "
              + e.getMessage()
              + " (they are extracted once, 450 MB for the engine; the folder must be writable, have"
              + " the space and not be mounted noexec; another one is named by "
              + CACHE
              + ")",
          e);
    }
  }

  private static Path cache() throws IOException {
    Path named = NativeLibrary.namedCache();
    if (named != null) {
      return named;
    }
    Path own = PrivateFolder.ofThisUser("native");
    System.setProperty(CACHE, own.toString());
    return own;
  }
}
