package io.engram.transformers.runtime;

import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Opens the library that answers MKL's vendor check (source: {@code src/main/native/mkl_intel.c}).
 * It has an effect only when it is open before libtorch is.
 */
final class MklVendorAnswer {
  static final String RESOURCE = "libengram_mkl_intel.so";
  static final String SHA_256 = "e7d2461499cc04e09f48b959471eb38f06b2fcd95970cb13aac4e71f29954231";

  /** Held for the life of the JVM: libtorch's symbols resolve into it. */
  private static NativeLibrary library;

  private MklVendorAnswer() {}

  /**
   * @throws IOException when the library cannot be written to a private temporary file
   * @throws UnsatisfiedLinkError when the system refuses to open it
   * @throws IllegalStateException when it is not the library that was built
   */
  static synchronized void open() throws IOException {
    if (library != null) {
      return;
    }
    byte[] content = content();
    String hash = sha256(content);
    if (!hash.equals(SHA_256)) {
      throw new IllegalStateException(
          RESOURCE + " has SHA-256 " + hash + ", expected " + SHA_256 + "; it is not opened");
    }
    Path folder = Files.createTempDirectory("engram-native-");
    Path file = folder.resolve(RESOURCE);
    try {
      Files.write(file, content);
      library = NativeLibrary.getInstance(file.toString());
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(folder);
    }
  }

  static byte[] content() throws IOException {
    try (InputStream stream = MklVendorAnswer.class.getResourceAsStream(RESOURCE)) {
      if (stream == null) {
        throw new IOException("resource " + RESOURCE + " is missing from engram-transformers");
      }
      return stream.readAllBytes();
    }
  }

  static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
