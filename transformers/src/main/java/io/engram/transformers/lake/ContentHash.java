package io.engram.transformers.lake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** SHA-256 in 64 lower-case hexadecimal digits: the name and the proof of every immutable file. */
public final class ContentHash {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final int BUFFER_BYTES = 1 << 18;

  private ContentHash() {}

  /** A fresh SHA-256 digest, for content that is hashed while it passes by. */
  public static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256, which every Java must have", e);
    }
  }

  public static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  public static String sha256(byte[] content) {
    MessageDigest digest = newDigest();
    digest.update(content);
    return hex(digest);
  }

  /** Hash of what is left in the stream, which stays open. */
  public static String sha256(InputStream content) throws IOException {
    MessageDigest digest = newDigest();
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
      digest.update(buffer, 0, n);
    }
    return hex(digest);
  }

  public static String sha256(Path file) throws IOException {
    try (InputStream content = Files.newInputStream(file)) {
      return sha256(content);
    }
  }

  public static boolean isSha256(String text) {
    return text != null && SHA256.matcher(text).matches();
  }

  /**
   * @param text what should be a hash
   * @param what it names, for the message
   * @return {@code text}
   * @throws IllegalArgumentException when it is none
   */
  public static String requireSha256(String text, String what) {
    if (!isSha256(text)) {
      throw new IllegalArgumentException(
          what + " must be a SHA-256 in 64 lower-case hexadecimal digits, got '" + text + "'");
    }
    return text;
  }
}
