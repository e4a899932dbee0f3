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
import java.util.Optional;
import java.util.TreeMap;

/**
 * A head as one safetensors file: {@code weight} {@code [classes, hidden]} and {@code bias} {@code
 * [classes]} in float32, and in the metadata {@code format} ({@code engram-head}), {@code version}
 * and {@code classes}, a JSON list of strings in the order of the logits. Version 2 reads random
 * features: {@code features} is then {@code random-relu}, {@code featuresSeed}, {@code
 * featuresInputs} and {@code featuresWidth} say which. Every other head is of version 1. Same head,
 * same bytes.
 */
public final class HeadFile {
  private static final String FORMAT = "engram-head";
  private static final int MAX_BYTES = 16 << 20;
  private static final int VERSION_WITH_FEATURES = 2;
  private static final String FEATURES = "features";
  private static final String RANDOM_RELU = "random-relu";

  private HeadFile() {}

  public static byte[] toBytes(Head head) {
    String classes;
    try {
      classes = new JsonMapper().writeValueAsString(head.labels().classes());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("class names cannot be written as JSON", e);
    }
    TreeMap<String, String> metadata = new TreeMap<>(Map.of("format", FORMAT, "classes", classes));
    int version = head.features().isEmpty() ? FileMetadata.VERSION : VERSION_WITH_FEATURES;
    metadata.put("version", Integer.toString(version));
    head.features()
        .ifPresent(
            map -> {
              metadata.put(FEATURES, RANDOM_RELU);
              metadata.put("featuresSeed", Long.toString(map.seed()));
              metadata.put("featuresInputs", Integer.toString(map.inputs()));
              metadata.put("featuresWidth", Integer.toString(map.width()));
            });
    return Safetensors.toBytes(
        new TreeMap<>(Map.of("weight", head.weight(), "bias", head.bias())), metadata);
  }

  /**
   * @throws WeightFileException when the bytes are no safetensors file, hold something else or a
   *     newer format, or classes and tensors do not fit
   */
  public static Head fromBytes(byte[] bytes) {
    Safetensors file = Safetensors.of("head", bytes);
    FileMetadata metadata = FileMetadata.of(file, "head", FORMAT, VERSION_WITH_FEATURES);
    FloatTensor weight = file.read("weight");
    FloatTensor bias = file.read("bias");
    try {
      return new Head(
          new LabelSpace(classes(metadata.text("classes"))), features(metadata), weight, bias);
    } catch (IllegalArgumentException e) {
      throw new WeightFileException("head: " + e.getMessage(), e);
    }
  }

  private static Optional<RandomFeatures> features(FileMetadata metadata) {
    String kind = metadata.values().get(FEATURES);
    if (kind == null) {
      return Optional.empty();
    }
    if (!kind.equals(RANDOM_RELU)) {
      throw new WeightFileException(
          "head: features '" + kind + "' are not known to this version, only random-relu are");
    }
    String seed = metadata.text("featuresSeed");
    if (!seed.matches("-?[0-9]{1,19}")) {
      throw new WeightFileException("head: featuresSeed should be a number, is '" + seed + "'");
    }
    return Optional.of(
        new RandomFeatures(
            Long.parseLong(seed),
            metadata.integer("featuresInputs"),
            metadata.integer("featuresWidth")));
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
