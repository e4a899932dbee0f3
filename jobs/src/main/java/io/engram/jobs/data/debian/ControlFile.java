package io.engram.jobs.data.debian;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads stanzas of deb822 (Debian policy 5.1): fields {@code Name: value}, continuation lines that
 * begin with a blank, an empty line between stanzas.
 */
final class ControlFile {
  private ControlFile() {}

  /**
   * Gives every stanza to {@code each}: values by field name, lines of a value separated by
   * newlines. Of a field that is there twice in a stanza the first counts; lines that are neither a
   * field nor a continuation are skipped, as apt does.
   */
  static void read(BufferedReader lines, Consumer<Map<String, String>> each) throws IOException {
    Map<String, StringBuilder> stanza = new LinkedHashMap<>();
    StringBuilder open = null;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isBlank()) {
        end(stanza, each);
        open = null;
      } else if (Character.isWhitespace(line.charAt(0))) {
        if (open != null) {
          open.append('\n').append(line.strip());
        }
      } else {
        int colon = line.indexOf(':');
        open = colon <= 0 ? null : new StringBuilder(line.substring(colon + 1).strip());
        if (open != null) {
          stanza.putIfAbsent(line.substring(0, colon), open);
        }
      }
    }
    end(stanza, each);
  }

  private static void end(Map<String, StringBuilder> stanza, Consumer<Map<String, String>> each) {
    if (!stanza.isEmpty()) {
      Map<String, String> values = new LinkedHashMap<>();
      stanza.forEach((field, value) -> values.put(field, value.toString()));
      stanza.clear();
      each.accept(values);
    }
  }
}
