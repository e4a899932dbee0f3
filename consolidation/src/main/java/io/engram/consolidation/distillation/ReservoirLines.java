package io.engram.consolidation.distillation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.engram.transformers.json.BoundedJson;
import io.engram.transformers.lake.ContentHash;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.io.output.CountingOutputStream;

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

  /** The file's bytes. */
  public static byte[] write(Reservoir reservoir) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    write(reservoir, bytes);
    return bytes.toByteArray();
  }

  /** SHA-256 of the file's bytes, of which no more than a line is in memory. */
  public static String sha256(Reservoir reservoir) {
    MessageDigest digest = ContentHash.newDigest();
    write(reservoir, new DigestOutputStream(OutputStream.nullOutputStream(), digest));
    return ContentHash.hex(digest);
  }

  /** What the reservoir costs: the file's bytes, of which no more than a line is in memory. */
  public static long length(Reservoir reservoir) {
    CountingOutputStream counted = new CountingOutputStream(OutputStream.nullOutputStream());
    write(reservoir, counted);
    return counted.getByteCount();
  }

  private static void write(Reservoir reservoir, OutputStream out) {
    for (ReservoirRow row : reservoir.rows()) {
      try {
        out.write(JSON.writeValueAsBytes(ReservoirRow.Line.of(row)));
        out.write('\n');
      } catch (IOException e) {
        throw new UncheckedIOException("row " + row.key() + " of task " + row.task(), e);
      }
    }
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
