package io.engram.transformers.backbone.folder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.engram.transformers.backbone.BertConfig;
import io.engram.transformers.backbone.Pooling;
import io.engram.transformers.backbone.VitConfig;
import io.engram.transformers.image.ImageSettings;
import io.engram.transformers.image.PreprocessorConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A folder as {@code save_pretrained} or sentence-transformers write it: {@code config.json} and
 * one or several safetensors files. Of an encoder of texts also {@code tokenizer.json} or {@code
 * vocab.txt} and, where present, {@code 1_Pooling/config.json} and {@code
 * sentence_bert_config.json}; of one of images {@code preprocessor_config.json}.
 */
public final class HuggingFaceFolder implements BackboneSource {
  private static final String PREPROCESSOR = "preprocessor_config.json";

  /** Of sentence-transformers; lengths of one are for who compares vectors. */
  private static final List<String> MODULES = List.of("Transformer", "Pooling", "Normalize");

  private final Path folder;
  private final ModelFiles files;
  private final String name;
  private final String licence;

  /**
   * @param folder on the local disk
   * @param name the backbone's short name from now on
   * @param licence of the weights, as their source states it
   */
  public HuggingFaceFolder(Path folder, String name, String licence) {
    this.folder = folder;
    this.files = new ModelFiles(folder);
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
    HuggingFaceConfig config =
        HuggingFaceConfig.of(files.path("config.json"), files.json("config.json"));
    String source = "Hugging Face folder " + folder.getFileName();
    return config.takesImages() ? images(source, config) : texts(source, config);
  }

  private Opened.Text texts(String source, HuggingFaceConfig config) throws IOException {
    BertConfig encoder = config.bert(pooling());
    requireKnownModules();
    BackboneConfig.Text texts =
        new BackboneConfig.Text(name, source, licence, encoder, "", maxLength(encoder));
    byte[] tokenizer = tokenizer(encoder);
    if (sentences().path("do_lower_case").asBoolean()) {
      tokenizer = LowerCased.definition(files.path("tokenizer.json"), tokenizer);
    }
    return new Opened.Text(texts, files.weights(), tokenizer);
  }

  private Opened.Image images(String source, HuggingFaceConfig config) throws IOException {
    VitConfig encoder = config.vit();
    if (!files.exists(PREPROCESSOR)) {
      throw new BackboneException(
          files.path(PREPROCESSOR)
              + " is missing: size, mean and deviation of the images cannot be guessed; save it"
              + " beside the model with transformers' AutoImageProcessor");
    }
    try {
      ImageSettings settings =
          PreprocessorConfig.read(
              files.json(PREPROCESSOR), encoder.family(), encoder.channels(), encoder.image());
      return new Opened.Image(
          new BackboneConfig.Image(
              name, source, licence, encoder.withImage(settings.size()), settings),
          files.weights());
    } catch (IllegalArgumentException e) {
      throw new BackboneException(files.path(PREPROCESSOR) + ": " + e.getMessage(), e);
    }
  }

  private Pooling pooling() throws IOException {
    String file = "1_Pooling/config.json";
    if (!files.exists(file)) {
      return Pooling.MEAN;
    }
    JsonNode config = files.json(file);
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
        files.path(file)
            + ": pooling "
            + modes
            + " is not supported, expected [mean_tokens] or [cls_token]");
  }

  /** What a sentence-transformers folder computes after its encoder. */
  private void requireKnownModules() throws IOException {
    String file = "modules.json";
    if (!files.exists(file)) {
      return;
    }
    for (JsonNode module : files.json(file)) {
      String type = module.path("type").asText();
      if (!MODULES.contains(type.substring(type.lastIndexOf('.') + 1))) {
        throw new BackboneException(
            files.path(file)
                + ": module "
                + type
                + " is not computed here, expected "
                + String.join(", ", MODULES)
                + "; without it vectors would be others than the model's: delete the file to take"
                + " the encoder alone");
      }
    }
  }

  private JsonNode sentences() throws IOException {
    return optional("sentence_bert_config.json");
  }

  private int maxLength(BertConfig encoder) throws IOException {
    int length = sentences().path("max_seq_length").asInt(0);
    return length < 1 ? encoder.maxLength() : Math.min(length, encoder.maxLength());
  }

  private byte[] tokenizer(BertConfig encoder) throws IOException {
    if (files.exists("tokenizer.json")) {
      return files.bytes("tokenizer.json", ArtifactSource.MAX_TOKENIZER_BYTES);
    }
    if (files.exists("vocab.txt") && !encoder.family().equals("roberta")) {
      return VocabularyFile.toDefinition(
          files.path("vocab.txt"),
          files.bytes("vocab.txt", ArtifactSource.MAX_TOKENIZER_BYTES),
          optional("tokenizer_config.json"),
          optional("added_tokens.json"));
    }
    throw new BackboneException(
        folder
            + ": tokenizer.json is missing"
            + (encoder.family().equals("roberta")
                ? "; load and save it once with transformers' AutoTokenizer to get one"
                : ", and so is vocab.txt"));
  }

  private JsonNode optional(String file) throws IOException {
    return files.exists(file) ? files.json(file) : MissingNode.getInstance();
  }
}
