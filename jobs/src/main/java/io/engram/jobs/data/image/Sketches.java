package io.engram.jobs.data.image;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Reads the sketches of one class: gzip, a line a sketch, an array of 28 x 28 numbers 0 to 1. */
final class Sketches {
  /** Width and height in pixels. */
  static final int SIDE = 28;

  private static final int VALUES = SIDE * SIDE;
  private static final int WHITE = 255;

  private Sketches() {}

  /**
   * @return unsigned bytes {@code [height, width]} of every sketch
   * @throws IOException when the file is truncated or is something else; names the sketch
   */
  static List<byte[]> read(InputStream gzip) throws IOException {
    List<byte[]> sketches = new ArrayList<>();
    JsonFactory json = new JsonFactory().disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
    try (JsonParser parser = json.createParser(new GZIPInputStream(gzip))) {
      while (parser.nextToken() != null) {
        sketches.add(sketch(parser));
      }
    } catch (IOException e) {
      throw new IOException("sketch %d: %s".formatted(sketches.size() + 1, e.getMessage()), e);
    }
    return sketches;
  }

  private static byte[] sketch(JsonParser parser) throws IOException {
    byte[] values = new byte[VALUES];
    int count = 0;
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw new IOException("is no array of numbers");
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      double value = parser.getDoubleValue();
      if (!(value >= 0 && value <= 1)) {
        throw new IOException("value " + value + " is not from 0 to 1");
      }
      if (count < VALUES) {
        values[count] = (byte) Math.round(value * WHITE);
      }
      count++;
    }
    if (count != VALUES) {
      throw new IOException("has %d values, expected %d".formatted(count, VALUES));
    }
    return values;
  }
}
