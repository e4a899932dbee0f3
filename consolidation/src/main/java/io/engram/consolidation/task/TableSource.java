package io.engram.consolidation.task;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Where a table is and how it is read, as kept in a version: options that look like secrets are
 * left out.
 *
 * @param uri anything the file systems at hand open
 * @param format name of a Spark source, e.g. {@code parquet}
 * @param options options of the source, without secrets
 */
public record TableSource(String uri, String format, SortedMap<String, String> options) {
  private static final Pattern SECRET =
      Pattern.compile(
          "password|passwd|pwd|secret|token|credential|auth|access.?key|account.?key|private.?key|sas",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/@]*:[^/@]*@");

  public TableSource {
    uri = USER_INFO.matcher(uri).replaceFirst("");
    TreeMap<String, String> kept = new TreeMap<>(options);
    kept.keySet().removeIf(name -> SECRET.matcher(name).find());
    options = Collections.unmodifiableSortedMap(kept);
  }

  public static TableSource of(String uri, String format, Map<String, String> options) {
    return new TableSource(uri, format, new TreeMap<>(options));
  }
}
