package io.engram.consolidation.store;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.engram.transformers.json.BoundedJson;
import io.engram.transformers.lake.ContentHash;
import io.engram.transformers.lake.DamagedFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;

/**
 * The bytes of a record: one line of JSON, and a second line that seals the first with its hash.
 */
public final class RecordFile {
  /** A record is at most so long. */
  public static final int MAX_BYTES = 16 << 20;

  private static final int MAX_DEPTH = 64;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(
              new SimpleModule()
                  .addSerializer(Instant.class, ToStringSerializer.instance)
                  .addDeserializer(Instant.class, new InstantReader()))
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  private RecordFile() {}

  /**
   * @throws StoreException when it would be too long
   */
  public static byte[] encode(Object record) throws IOException {
    byte[] line = JSON.writeValueAsBytes(record);
    String seal = "\n{\"sha256\":\"" + ContentHash.sha256(line) + "\"}\n";
    byte[] tail = seal.getBytes(StandardCharsets.UTF_8);
    byte[] content = Arrays.copyOf(line, line.length + tail.length);
    System.arraycopy(tail, 0, content, line.length, tail.length);
    if (content.length > MAX_BYTES) {
      throw new StoreException(
          "a record of "
              + content.length
              + " bytes is too long, at most "
              + MAX_BYTES
              + "; shorten metrics or settings");
    }
    return content;
  }

  /**
   * @param file name for messages
   * @throws DamagedFileException when the seal or the content is wrong
   * @throws UnsupportedFormatException when a newer program wrote it
   */
  public static <R> R decode(byte[] content, Class<R> type, String file) throws IOException {
    byte[] line = checkSeal(content, file);
    try {
      JsonNode tree = BoundedJson.read(line, MAX_BYTES, MAX_DEPTH);
      JsonNode format = tree.path("format");
      if (!format.isInt() || format.intValue() < 1) {
        throw new DamagedFileException(file, "a format number from 1", format.toString());
      }
      if (format.intValue() > StoreLayout.FORMAT) {
        throw new UnsupportedFormatException(file, format.intValue());
      }
      return JSON.treeToValue(tree, type);
    } catch (JsonMappingException e) {
      Throwable reason = e.getCause() == null ? e : e.getCause();
      String said =
          reason instanceof JsonProcessingException json
              ? BoundedJson.reason(json)
              : String.valueOf(reason.getMessage());
      throw new DamagedFileException(file, "a valid " + type.getSimpleName(), said);
    }
  }

  private static byte[] checkSeal(byte[] content, String file) throws IOException {
    int end = 0;
    while (end < content.length && content[end] != '\n') {
      end++;
    }
    byte[] line = Arrays.copyOf(content, end);
    String seal = "\n{\"sha256\":\"" + ContentHash.sha256(line) + "\"}\n";
    String found = new String(content, end, content.length - end, StandardCharsets.UTF_8);
    if (!seal.equals(found)) {
      throw new DamagedFileException(file, "the seal " + seal.strip(), shortened(found.strip()));
    }
    return line;
  }

  private static String shortened(String text) {
    String printable = text.replaceAll("[^\\x20-\\x7e]", "?");
    return printable.isEmpty()
        ? "none"
        : printable.length() <= 100 ? printable : printable.substring(0, 100) + "...";
  }

  private static final class InstantReader extends StdScalarDeserializer<Instant> {
    private static final long serialVersionUID = 1L;

    InstantReader() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      String text = parser.getText();
      try {
        return Instant.parse(text);
      } catch (DateTimeException e) {
        throw JsonMappingException.from(parser, "'" + text + "' is no time", e);
      }
    }
  }
}
