package io.engram.consolidation.task;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where a table is and how it is read, as kept in a version: options that look like secrets are
 * left out, and what looks like one inside another value is hidden.
 *
 * @param uri anything the file systems at hand open
 * @param format name of a Spark source, e.g. {@code parquet}
 * @param options options of the source, without secrets
 */
public record TableSource(String uri, String format, SortedMap<String, String> options) {
  public TableSource {
    uri = SecretText.hide(SecretText.withoutUserInfo(uri));
    TreeMap<String, String> kept = new TreeMap<>();
    options.forEach(
        (name, value) -> {
          if (!SecretText.isSecretName(name)) {
            kept.put(name, SecretText.hide(value));
          }
        });
    options = Collections.unmodifiableSortedMap(kept);
  }

  public static TableSource of(String uri, String format, Map<String, String> options) {
    return new TableSource(uri, format, new TreeMap<>(options));
  }
}
