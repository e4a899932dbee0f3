package io.engram.transformers.runtime;

import com.sun.jna.NativeLibrary;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A native library that this process has loaded, for functions the engine's binding lacks. */
final class LoadedLibrary {
  private static final Path MAPPED_FILES = Path.of("/proc/self/maps");

  private LoadedLibrary() {}

  /**
   * @param name beginning of the file's name
   * @throws IOException when no such library is loaded, or the system does not say what is
   */
  static NativeLibrary named(String name) throws IOException {
    for (String line : Files.readAllLines(MAPPED_FILES, StandardCharsets.UTF_8)) {
      int path = line.indexOf('/');
      if (path > 0 && line.substring(line.lastIndexOf('/') + 1).startsWith(name)) {
        return NativeLibrary.getInstance(line.substring(path));
      }
    }
    throw new FileNotFoundException(name + " is not loaded");
  }
}
