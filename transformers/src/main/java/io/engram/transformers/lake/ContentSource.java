package io.engram.transformers.lake;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Bytes that can be read from their start any number of times. */
@FunctionalInterface
public interface ContentSource {

  InputStream open() throws IOException;

  static ContentSource of(byte[] content) {
    return () -> new ByteArrayInputStream(content);
  }

  static ContentSource of(Path file) {
    return () -> Files.newInputStream(file);
  }
}
