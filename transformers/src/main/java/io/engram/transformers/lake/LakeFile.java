package io.engram.transformers.lake;

import java.util.regex.Pattern;

/**
 * One immutable file as a record lists it. The constructor refuses every path that could leave its
 * folder, so that a listed path can be resolved without another look.
 *
 * @param path relative to a folder that the context gives, segments joined by {@code /}
 * @param length bytes
 * @param sha256 hash of the content
 */
public record LakeFile(String path, long length, String sha256) {
  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9._=-]{1,128}");
  private static final int MAX_SEGMENTS = 8;

  public LakeFile {
    requireSafe(path);
    if (length < 0) {
      throw new IllegalArgumentException("length of " + path + " is negative: " + length);
    }
    ContentHash.requireSha256(sha256, "sha256 of " + path);
  }

  /**
   * @return {@code path}
   * @throws IllegalArgumentException when it is absolute, climbs, is too deep or holds other
   *     characters than letters, digits, dot, underscore, hyphen, equals sign and slash
   */
  public static String requireSafe(String path) {
    String[] segments = path == null ? new String[0] : path.split("/", -1);
    boolean safe = segments.length >= 1 && segments.length <= MAX_SEGMENTS;
    for (String segment : segments) {
      safe &= SEGMENT.matcher(segment).matches() && !segment.equals(".") && !segment.equals("..");
    }
    if (!safe) {
      throw new IllegalArgumentException(
          "unsafe path in a list of files: '"
              + path
              + "' (allowed: at most "
              + MAX_SEGMENTS
              + " segments of A-Z a-z 0-9 . _ = - that are not . or ..)");
    }
    return path;
  }
}
