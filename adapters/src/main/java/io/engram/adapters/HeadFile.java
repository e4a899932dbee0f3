package io.engram.adapters;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.engram.transformers.json.BoundedJson;
import io.engram.transformers.weights.FloatTensor;
import io.engram.transformers.weights.Safetensors;
import io.engram.transformers.weights.WeightFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A head as one safetensors file: {@code weight} {@code [classes, hidden]} and {@code bias} {@code
 * [classes]} in float32, and in the metadata {@code format} ({@code engram-head}), {@code version}
 * (1) and {@code classes}, a JSON list of strings in the order of the logits. Same head, same
 * bytes.
 */
public final class HeadFile {
  private static final String FORMAT = "engram-head";
  private static final int MAX_BYTES = 16 << 20;

  private HeadFile() {}

  public static byte[] toBytes(Head head) {
    String classes;
    try {
      classes = new JsonMapper().writeValueAsString(head.labels().classes());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("class names cannot be written as JSON", e);
    }
    return Safetensors.toBytes(
        new TreeMap<>(Map.of("weight", head.weight(), "bias", head.bias())),
        new TreeMap<>(
            Map.of(
                "format",
                FORMAT,
                "version",
                Integer.toString(FileMetadata.VERSION),
                "classes",
                classes)));
  }

  /**
   * @throws WeightFileException when the bytes are no safetensors file, hold something else or a
   *     newer format, or classes and tensors do not fit
   */
  public static Head fromBytes(byte[] bytes) {
    Safetensors file = Safetensors.of("head", bytes);
    FileMetadata metadata = FileMetadata.of(file, "head", FORMAT);
    FloatTensor weight = file.read("weight");
    FloatTensor bias = file.read("bias");
    try {
      return new Head(new LabelSpace(classes(metadata.text("classes"))), weight, bias);
    } catch (IllegalArgumentException e) {
      throw new WeightFileException("head: " + e.getMessage(), e);
    }
  }

  private static List<String> classes(String json) {
    try {
      JsonNode node = BoundedJson.read(json.getBytes(StandardCharsets.UTF_8), MAX_BYTES, 2);
      List<String> classes = new ArrayList<>();
      for (JsonNode name : node) {
        if (!name.isTextual()) {
          throw new WeightFileException("head: its classes should be strings, one is " + name);
        }
        classes.add(name.textValue());
      }
      return classes;
    } catch (IOException e) {
      throw new WeightFileException("head: its classes are no JSON list: " + e.getMessage(), e);
    }
  }
}
