package io.engram.transformers.backbone.folder;

import com.fasterxml.jackson.databind.JsonNode;
import io.engram.transformers.backbone.BertConfig;
import io.engram.transformers.backbone.Pooling;
import io.engram.transformers.json.BoundedJson;
import io.engram.transformers.weights.Safetensors;
import io.engram.transformers.weights.ShardedSafetensors;
import io.engram.transformers.weights.WeightFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A folder as {@code save_pretrained} or sentence-transformers write it: {@code config.json}, one
 * or several safetensors files, {@code tokenizer.json} or {@code vocab.txt}, and, where present,
 * {@code 1_Pooling/config.json} and {@code sentence_bert_config.json}.
 */
public final class HuggingFaceFolder implements BackboneSource {
  private static final int MAX_CONFIG_BYTES = 1 << 20;
  private static final int MAX_TOKENIZER_BYTES = 64 << 20;
  private static final int MAX_DEPTH = 64;

  private final Path folder;
  private final String name;
  private final String licence;

  /**
   * @param folder on the local disk
   * @param name the backbone's short name from now on
   * @param licence of the weights, as their source states it
   */
  public HuggingFaceFolder(Path folder, String name, String licence) {
    this.folder = folder;
    this.name = name;
    this.licence = licence;
  }

  @Override
  public String description() {
    return folder.toString();
  }

  @Override
  public Opened open(Path scratch) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new BackboneException(folder + ": no such folder");
    }
    Path configFile = folder.resolve("config.json");
    BertConfig encoder =
        HuggingFaceConfig.encoder(configFile.toString(), json("config.json"), pooling());
    BackboneConfig config =
        new BackboneConfig(
            name,
            "Hugging Face folder " + folder.getFileName(),
            licence,
            encoder,
            "",
            maxLength(encoder));
    byte[] tokenizer = tokenizer(encoder);
    return new Opened(config, weights(), tokenizer);
  }

  private Pooling pooling() throws IOException {
    String file = "1_Pooling/config.json";
    if (!exists(file)) {
      return Pooling.MEAN;
    }
    JsonNode config = json(file);
    List<String> modes =
        config.properties().stream()
            .filter(e -> e.getKey().startsWith("pooling_mode_") && e.getValue().asBoolean())
            .map(e -> e.getKey().substring("pooling_mode_".length()))
            .toList();
    if (modes.equals(List.of("mean_tokens"))) {
      return Pooling.MEAN;
    }
    if (modes.equals(List.of("cls_token"))) {
      return Pooling.CLS;
    }
    throw new BackboneException(
        folder.resolve(file)
            + ": pooling "
            + modes
            + " is not supported, expected [mean_tokens] or [cls_token]");
  }

  private int maxLength(BertConfig encoder) throws IOException {
    String file = "sentence_bert_config.json";
    int length = exists(file) ? json(file).path("max_seq_length").asInt(0) : 0;
    return length < 1 ? encoder.maxLength() : Math.min(length, encoder.maxLength());
  }

  private WeightFile weights() {
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

  private byte[] tokenizer(BertConfig encoder) throws IOException {
    if (exists("tokenizer.json")) {
      return bytes("tokenizer.json", MAX_TOKENIZER_BYTES);
    }
    if (exists("vocab.txt") && !encoder.family().equals("roberta")) {
      boolean settings = exists("tokenizer_config.json");
      return VocabularyFile.toDefinition(
          folder.resolve("vocab.txt").toString(),
          bytes("vocab.txt", MAX_TOKENIZER_BYTES),
          settings ? json("tokenizer_config.json") : null);
    }
    throw new BackboneException(
        folder
            + ": tokenizer.json is missing"
            + (encoder.family().equals("roberta")
                ? "; load and save it once with transformers' AutoTokenizer to get one"
                : ", and so is vocab.txt"));
  }

  private boolean exists(String file) {
    return Files.isRegularFile(folder.resolve(file));
  }

  private JsonNode json(String file) throws IOException {
    byte[] bytes = bytes(file, MAX_CONFIG_BYTES);
    try {
      return BoundedJson.read(bytes, MAX_CONFIG_BYTES, MAX_DEPTH);
    } catch (IOException e) {
      throw new BackboneException(folder.resolve(file) + ": damaged: " + e.getMessage(), e);
    }
  }

  private byte[] bytes(String file, int limit) throws IOException {
    Path path = folder.resolve(file);
    if (!exists(file)) {
      throw new BackboneException(path + " is missing");
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(limit + 1);
      if (bytes.length > limit) {
        throw new BackboneException(path + ": more than " + limit + " bytes");
      }
      return bytes;
    }
  }
}
