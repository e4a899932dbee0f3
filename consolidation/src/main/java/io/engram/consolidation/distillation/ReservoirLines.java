package io.engram.consolidation.distillation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.engram.transformers.json.BoundedJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A reservoir in a file: UTF-8, one JSON object a line with task, key, text and pair or image (base
 * 64), and, where it is kept, label.
 */
public final class ReservoirLines {
  /** The largest picture that a task may hold fits in base 64. */
  private static final int MAX_LINE = 1 << 27;

  private static final int MAX_DEPTH = 4;
  private static final ObjectMapper JSON =
      new ObjectMapper(BoundedJson.factory(MAX_LINE, MAX_DEPTH))
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private ReservoirLines() {}

  /** The file's bytes; their number is what the reservoir costs. */
  public static byte[] write(Reservoir reservoir) {
    StringBuilder lines = new StringBuilder();
    for (ReservoirRow row : reservoir.rows()) {
      try {
        lines.append(JSON.writeValueAsString(ReservoirRow.Line.of(row))).append('\n');
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException("row " + row.key() + " of task " + row.task(), e);
      }
    }
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param name of the file, for messages
   * @throws IOException if a line is no such object, with its number
   */
  public static Reservoir read(InputStream in, String name, long seed, int capacity)
      throws IOException {
    List<ReservoirRow> rows = new ArrayList<>();
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    String line;
    while ((line = lines.readLine()) != null) {
      try {
        rows.add(JSON.readValue(line, ReservoirRow.Line.class).row());
      } catch (JsonProcessingException | IllegalArgumentException e) {
        throw new IOException(
            "reservoir "
                + name
                + ", line "
                + (rows.size() + 1)
                + ": "
                + (e instanceof JsonProcessingException json
                    ? BoundedJson.reason(json)
                    : e.getMessage()),
            e);
      }
    }
    return Reservoir.of(seed, capacity, rows);
  }
}
