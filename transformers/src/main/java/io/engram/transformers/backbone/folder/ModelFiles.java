package io.engram.transformers.backbone.folder;

import com.fasterxml.jackson.databind.JsonNode;
import io.engram.transformers.json.BoundedJson;
import io.engram.transformers.weights.Safetensors;
import io.engram.transformers.weights.ShardedSafetensors;
import io.engram.transformers.weights.WeightFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of a published model on the local disk. */
record ModelFiles(Path folder) {
  private static final int MAX_CONFIG_BYTES = 1 << 20;
  private static final int MAX_DEPTH = 64;

  boolean exists(String file) {
    return Files.isRegularFile(folder.resolve(file));
  }

  /** Name of a file for messages. */
  String path(String file) {
    return folder.resolve(file).toString();
  }

  JsonNode json(String file) throws IOException {
    byte[] bytes = bytes(file, MAX_CONFIG_BYTES);
    try {
      return BoundedJson.read(bytes, MAX_CONFIG_BYTES, MAX_DEPTH);
    } catch (IOException e) {
      throw new BackboneException(path(file) + ": damaged: " + e.getMessage(), e);
    }
  }

  byte[] bytes(String file, int limit) throws IOException {
    if (!exists(file)) {
      throw new BackboneException(path(file) + " is missing");
    }
    try (InputStream in = Files.newInputStream(folder.resolve(file))) {
      byte[] bytes = in.readNBytes(limit + 1);
      if (bytes.length > limit) {
        throw new BackboneException(path(file) + ": more than " + limit + " bytes");
      }
      return bytes;
    }
  }

  WeightFile weights() {
    if (exists("model.safetensors")) {
      return Safetensors.open(folder.resolve("model.safetensors"));
    }
    if (exists("model.safetensors.index.json")) {
      return ShardedSafetensors.open(folder.resolve("model.safetensors.index.json"));
    }
    throw new BackboneException(
        folder
            + ": neither model.safetensors nor model.safetensors.index.json is there"
            + (exists("pytorch_model.bin")
                ? "; pytorch_model.bin is a pickle and is not read, save it as safetensors"
                : ""));
  }
}
