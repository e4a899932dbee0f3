package io.engram.transformers.weights;

import com.fasterxml.jackson.databind.JsonNode;
import io.engram.transformers.json.BoundedJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Weights spread over several safetensors files of one folder, joined by an index ({@code
 * model.safetensors.index.json}) whose {@code weight_map} names the file of each tensor.
 */
public final class ShardedSafetensors implements WeightFile {
  private static final int MAX_INDEX_BYTES = 16 << 20;
  private static final int MAX_INDEX_DEPTH = 8;

  private final Path index;
  private final Map<String, Safetensors> shards = new TreeMap<>();
  private final Map<String, Safetensors> fileOf = new LinkedHashMap<>();

  private ShardedSafetensors(Path index) {
    this.index = index;
  }

  /**
   * Opens every file the index names and checks that it holds the tensors it should.
   *
   * @throws WeightFileException when the index or a file is missing or damaged
   */
  public static ShardedSafetensors open(Path index) {
    ShardedSafetensors result = new ShardedSafetensors(index);
    try {
      result.openShards();
      return result;
    } catch (RuntimeException e) {
      try {
        result.close();
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  private void openShards() {
    JsonNode map = readIndex().path("weight_map");
    if (!map.isObject() || map.isEmpty()) {
      throw new WeightFileException(index + ": expected a 'weight_map' of tensors to files");
    }
    for (Map.Entry<String, JsonNode> entry : map.properties()) {
      String file = entry.getValue().asText();
      if (!file.matches("[A-Za-z0-9][A-Za-z0-9._-]*\\.safetensors")) {
        throw new WeightFileException(
            index
                + ": tensor '"
                + entry.getKey()
                + "' should lie in a .safetensors file beside the index, got '"
                + file
                + "'");
      }
      Safetensors shard =
          shards.computeIfAbsent(file, name -> Safetensors.open(index.resolveSibling(name)));
      if (!shard.names().contains(entry.getKey())) {
        throw new WeightFileException(
            index + ": tensor '" + entry.getKey() + "' should be in " + file + ", but is not");
      }
      fileOf.put(entry.getKey(), shard);
    }
  }

  private JsonNode readIndex() {
    try (InputStream in = Files.newInputStream(index)) {
      return BoundedJson.read(in, MAX_INDEX_BYTES, MAX_INDEX_DEPTH);
    } catch (IOException e) {
      throw new WeightFileException(index + ": cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(fileOf.keySet());
  }

  @Override
  public long[] shape(String name) {
    return shard(name).shape(name);
  }

  @Override
  public FloatTensor read(String name) {
    return shard(name).read(name);
  }

  private Safetensors shard(String name) {
    Safetensors shard = fileOf.get(name);
    if (shard == null) {
      throw new WeightFileException(
          index + ": tensor '" + name + "': is not there; it lists " + fileOf.size() + " tensors");
    }
    return shard;
  }

  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (Safetensors shard : shards.values()) {
      try {
        shard.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
