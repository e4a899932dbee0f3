package io.engram.transformers.backbone.folder;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.engram.transformers.backbone.VitConfig;
import io.engram.transformers.image.ImageSettings;
import io.engram.transformers.image.PixelSize;
import io.engram.transformers.image.Resampling;
import io.engram.transformers.image.Resize;
import io.engram.transformers.weights.FloatTensor;
import io.engram.transformers.weights.Safetensors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An encoder of images as transformers' {@code ViTModel.save_pretrained} writes it, with a model
 * card: what {@link HuggingFaceFolder} reads, and transformers too.
 *
 * @param encoder its shape; its images have the size that its position embeddings are for
 * @param settings how its images are made ready
 * @param weights by canonical name
 * @param card text of its README.md
 */
public record PublishedModel(
    VitConfig encoder, ImageSettings settings, Map<String, FloatTensor> weights, String card) {
  private static final JsonMapper MAPPER = new JsonMapper();

  /** What the folder holds, by file name. */
  public SortedMap<String, byte[]> files() throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    files.put("config.json", json(config()));
    files.put("preprocessor_config.json", json(preprocessor()));
    files.put(
        "model.safetensors",
        Safetensors.toBytes(new TreeMap<>(weights), new TreeMap<>(Map.of("format", "pt"))));
    files.put("README.md", card.getBytes(StandardCharsets.UTF_8));
    return files;
  }

  /**
   * Writes the files and forces them to disk.
   *
   * @param folder exists
   */
  public void write(Path folder) throws IOException {
    for (Map.Entry<String, byte[]> file : files().entrySet()) {
      Files.write(
          folder.resolve(file.getKey()),
          file.getValue(),
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.WRITE,
          StandardOpenOption.SYNC);
    }
  }

  private static byte[] json(ObjectNode node) throws IOException {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(node);
  }

  private ObjectNode config() {
    ObjectNode node = MAPPER.createObjectNode();
    node.putArray("architectures").add("ViTModel");
    node.put("model_type", "vit");
    node.put("num_hidden_layers", encoder.layers());
    node.put("hidden_size", encoder.hidden());
    node.put("num_attention_heads", encoder.heads());
    node.put("intermediate_size", encoder.intermediate());
    PixelSize image = encoder.image();
    if (image.height() == image.width()) {
      node.put("image_size", image.height());
    } else {
      node.putArray("image_size").add(image.height()).add(image.width());
    }
    node.put("patch_size", encoder.patch());
    node.put("num_channels", encoder.channels());
    node.put("qkv_bias", encoder.projectionBias());
    node.put("layer_norm_eps", encoder.layerNormEpsilon());
    node.put("hidden_act", encoder.activation());
    node.put("hidden_dropout_prob", 0.0);
    node.put("attention_probs_dropout_prob", 0.0);
    node.put("torch_dtype", "float32");
    return node;
  }

  private ObjectNode preprocessor() {
    if (!(settings.resize() instanceof Resize.Exact exact) || settings.centerCrop()) {
      throw new IllegalArgumentException(
          "an encoder is published with images that are resized to one size, got " + settings);
    }
    ObjectNode node = MAPPER.createObjectNode();
    node.put("image_processor_type", "ViTImageProcessor");
    node.put("do_resize", true);
    node.putObject("size").put("height", exact.size().height()).put("width", exact.size().width());
    Resampling resampling = exact.resampling();
    node.put("resample", resampling.number());
    node.put("do_rescale", true);
    node.put("rescale_factor", settings.factor());
    node.put("do_normalize", true);
    put(node.putArray("image_mean"), settings.mean());
    put(node.putArray("image_std"), settings.deviation());
    return node;
  }

  private static void put(ArrayNode array, List<Double> values) {
    values.forEach(array::add);
  }
}
