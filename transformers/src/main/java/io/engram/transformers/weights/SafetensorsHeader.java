package io.engram.transformers.weights;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.engram.transformers.json.BoundedJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The JSON header of a safetensors file, checked: known types, shapes that fit their ranges, ranges
 * that cover the data without gap or overlap.
 *
 * @param entries tensors by name, in the order of their data
 * @param metadata the free text map, empty when absent
 */
record SafetensorsHeader(Map<String, Entry> entries, SortedMap<String, String> metadata) {
  /** Largest header this reader accepts, in bytes. */
  static final int MAX_BYTES = 16 << 20;

  private static final String METADATA_KEY = "__metadata__";
  private static final int MAX_DEPTH = 4;
  private static final int MAX_DIMENSIONS = 8;

  /**
   * One tensor.
   *
   * @param begin first byte, relative to the start of the data
   * @param end one past the last byte
   */
  record Entry(TensorType type, long[] shape, long begin, long end) {}

  /**
   * Parses and checks.
   *
   * @param file name for messages
   * @param json the header's bytes
   * @param dataBytes bytes of the file behind the header
   */
  static SafetensorsHeader parse(String file, byte[] json, long dataBytes) {
    if (json.length == 0 || json[0] != '{') {
      throw new WeightFileException(file + ": bad header, expected it to begin with '{'");
    }
    Map<String, Entry> entries = new LinkedHashMap<>();
    SortedMap<String, String> metadata = new TreeMap<>();
    try (JsonParser parser = BoundedJson.parser(json, MAX_BYTES, MAX_DEPTH)) {
      expect(file, "header", parser.nextToken(), JsonToken.START_OBJECT);
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        expect(file, name, parser.nextToken(), JsonToken.START_OBJECT);
        if (name.equals(METADATA_KEY)) {
          readMetadata(file, parser, metadata);
        } else {
          entries.put(name, readEntry(file, name, parser));
        }
      }
      if (parser.nextToken() != null) {
        throw new WeightFileException(file + ": bad header, something follows its JSON object");
      }
    } catch (JsonProcessingException e) {
      throw new WeightFileException(file + ": bad header, " + BoundedJson.reason(e), e);
    } catch (IOException e) {
      throw new WeightFileException(file + ": bad header, " + e.getMessage(), e);
    }
    return new SafetensorsHeader(
        Collections.unmodifiableMap(inDataOrder(file, entries, dataBytes)),
        Collections.unmodifiableSortedMap(metadata));
  }

  private static void readMetadata(String file, JsonParser parser, Map<String, String> into)
      throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      expect(file, METADATA_KEY + "." + key, parser.nextToken(), JsonToken.VALUE_STRING);
      into.put(key, parser.getText());
    }
  }

  private static Entry readEntry(String file, String name, JsonParser parser) throws IOException {
    TensorType type = null;
    long[] shape = null;
    long[] offsets = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (key) {
        case "dtype" -> {
          expect(file, name + ".dtype", value, JsonToken.VALUE_STRING);
          type = type(file, name, parser.getText());
        }
        case "shape" -> shape = readLongs(file, name + ".shape", parser, MAX_DIMENSIONS);
        case "data_offsets" -> offsets = readLongs(file, name + ".data_offsets", parser, 2);
        default ->
            throw new WeightFileException(
                tensor(file, name)
                    + "unknown key '"
                    + key
                    + "', expected dtype, shape, data_offsets");
      }
    }
    if (type == null || shape == null || offsets == null || offsets.length != 2) {
      throw new WeightFileException(
          tensor(file, name)
              + "expected dtype, shape and two data_offsets, got dtype "
              + type
              + ", shape "
              + Arrays.toString(shape)
              + ", data_offsets "
              + Arrays.toString(offsets));
    }
    checkSize(file, name, type, shape, offsets);
    return new Entry(type, shape, offsets[0], offsets[1]);
  }

  private static TensorType type(String file, String name, String text) {
    for (TensorType type : TensorType.values()) {
      if (type.name().equals(text)) {
        return type;
      }
    }
    throw new WeightFileException(
        tensor(file, name)
            + "unknown dtype '"
            + text
            + "', expected one of "
            + Arrays.toString(TensorType.values()));
  }

  private static long[] readLongs(String file, String what, JsonParser parser, int limit)
      throws IOException {
    expect(file, what, parser.currentToken(), JsonToken.START_ARRAY);
    List<Long> values = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      expect(file, what, parser.currentToken(), JsonToken.VALUE_NUMBER_INT);
      long value = parser.getLongValue();
      if (value < 0) {
        throw new WeightFileException(file + ": " + what + " holds the negative number " + value);
      }
      if (values.size() == limit) {
        throw new WeightFileException(
            file + ": " + what + " holds more than " + limit + " numbers");
      }
      values.add(value);
    }
    return values.stream().mapToLong(Long::longValue).toArray();
  }

  private static void checkSize(
      String file, String name, TensorType type, long[] shape, long[] offsets) {
    long expected = type.bytes();
    try {
      for (long dimension : shape) {
        expected = Math.multiplyExact(expected, dimension);
      }
    } catch (ArithmeticException e) {
      throw new WeightFileException(
          tensor(file, name) + "shape " + Arrays.toString(shape) + " overflows", e);
    }
    if (offsets[1] < offsets[0] || offsets[1] - offsets[0] != expected) {
      throw new WeightFileException(
          tensor(file, name)
              + type
              + Arrays.toString(shape)
              + " needs "
              + expected
              + " bytes, but data_offsets are "
              + Arrays.toString(offsets));
    }
  }

  private static Map<String, Entry> inDataOrder(
      String file, Map<String, Entry> entries, long dataBytes) {
    List<Map.Entry<String, Entry>> sorted = new ArrayList<>(entries.entrySet());
    sorted.sort(
        Comparator.comparingLong((Map.Entry<String, Entry> e) -> e.getValue().begin())
            .thenComparingLong(e -> e.getValue().end()));
    Map<String, Entry> ordered = new LinkedHashMap<>();
    long position = 0;
    for (Map.Entry<String, Entry> next : sorted) {
      Entry entry = next.getValue();
      if (entry.begin() != position) {
        throw new WeightFileException(
            tensor(file, next.getKey())
                + (entry.begin() < position ? "overlaps the tensor before it" : "leaves a gap")
                + ": expected to begin at byte "
                + position
                + " of the data, begins at "
                + entry.begin());
      }
      if (entry.end() > dataBytes) {
        throw new WeightFileException(
            tensor(file, next.getKey())
                + "ends at byte "
                + entry.end()
                + " of the data, but the file holds only "
                + dataBytes
                + ": it is truncated, fetch it again");
      }
      position = entry.end();
      ordered.put(next.getKey(), entry);
    }
    if (position != dataBytes) {
      throw new WeightFileException(
          file
              + ": expected "
              + position
              + " bytes of data behind the header, the file holds "
              + dataBytes
              + ": it was extended or damaged");
    }
    return ordered;
  }

  private static void expect(String file, String what, JsonToken actual, JsonToken expected) {
    if (actual != expected) {
      throw new WeightFileException(
          file + ": bad header, " + what + " should be " + expected + ", is " + actual);
    }
  }

  private static String tensor(String file, String name) {
    return file + ": tensor '" + name + "': ";
  }
}
