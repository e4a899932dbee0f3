package io.engram.transformers.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The one way this program reads JSON: size and depth have a limit, a key occurs once, nothing
 * follows the document.
 */
public final class BoundedJson {
  private static final int MAX_NUMBER_DIGITS = 64;
  private static final int MAX_NAME_CHARACTERS = 4096;

  private BoundedJson() {}

  /**
   * A streaming parser that refuses duplicate keys and anything beyond the limits.
   *
   * @param maxBytes longest document, also the longest single string
   * @param maxDepth deepest nesting of objects and arrays
   * @throws IOException when the bytes are no UTF-8 or too many
   */
  public static JsonParser parser(byte[] bytes, int maxBytes, int maxDepth) throws IOException {
    return factory(maxBytes, maxDepth).createParser(decode(bytes, maxBytes));
  }

  private static String decode(byte[] bytes, int maxBytes) throws IOException {
    if (bytes.length > maxBytes) {
      throw new IOException(bytes.length + " bytes, more than the limit of " + maxBytes);
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IOException("not UTF-8: " + e.getMessage(), e);
    }
  }

  /** A factory of such parsers, for readers that bring decoded text. */
  public static JsonFactory factory(int maxBytes, int maxDepth) {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxDocumentLength(maxBytes)
                .maxStringLength(maxBytes)
                .maxNestingDepth(maxDepth)
                .maxNumberLength(MAX_NUMBER_DIGITS)
                .maxNameLength(MAX_NAME_CHARACTERS)
                .build())
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        // A vocabulary has a hundred thousand keys, each used once: no table of them.
        .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
        .build();
  }

  /**
   * Reads one whole document.
   *
   * @param input not closed
   * @throws IOException when it is no JSON, beyond a limit, has a duplicate key or something after
   *     its end; the message holds no more than line, column and reason
   */
  public static JsonNode read(InputStream input, int maxBytes, int maxDepth) throws IOException {
    byte[] bytes = input.readNBytes(maxBytes + 1);
    if (bytes.length > maxBytes) {
      throw new IOException("longer than " + maxBytes + " bytes");
    }
    return read(bytes, maxBytes, maxDepth);
  }

  /** As {@link #read(InputStream, int, int)}, from bytes at hand. */
  public static JsonNode read(byte[] bytes, int maxBytes, int maxDepth) throws IOException {
    String text = decode(bytes, maxBytes);
    JsonMapper mapper =
        JsonMapper.builder(factory(maxBytes, maxDepth))
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();
    try {
      return mapper.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IOException(reason(e), e);
    }
  }

  /** What is wrong and where, in one line, without an excerpt of the document. */
  public static String reason(JsonProcessingException e) {
    String where =
        e.getLocation() == null
            ? ""
            : " (line "
                + e.getLocation().getLineNr()
                + ", column "
                + e.getLocation().getColumnNr()
                + ")";
    return e.getOriginalMessage().lines().findFirst().orElse("unreadable JSON") + where;
  }
}
