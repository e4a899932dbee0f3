package io.engram.adapters.adapterhub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.engram.adapters.BottleneckConfig.Placement;
import io.engram.adapters.FusionConfig;
import io.engram.adapters.FusionWeights;
import io.engram.transformers.backbone.EncoderConfig;
import io.engram.transformers.json.BoundedJson;
import io.engram.transformers.weights.FloatTensor;
import io.engram.transformers.weights.Safetensors;
import io.engram.transformers.weights.WeightFileException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The folder that {@code model.load_adapter_fusion(folder, use_safetensors=True)} reads and {@code
 * model.save_adapter_fusion(folder, names, use_safetensors=True)} writes: {@code
 * adapter_fusion_config.json} and {@code model_adapter_fusion.safetensors}. The adapters have
 * folders of their own, see {@link AdapterHubFolder}.
 */
public final class FusionFolder {
  private static final String CONFIG = "adapter_fusion_config.json";
  private static final String WEIGHTS = "model_adapter_fusion.safetensors";
  private static final int MAX_CONFIG_BYTES = 1 << 20;
  private static final String FUSION = "a dynamic fusion";

  /** Settings that change how it is trained and not what it computes. */
  private static final List<String> OF_TRAINING = List.of("dropout_prob", "regularization");

  private FusionFolder() {}

  /**
   * @param adapters their names in the library, in the order in which they are attended to
   * @param weights the attention
   */
  public record Named(List<String> adapters, FusionWeights weights) {
    public Named {
      adapters = List.copyOf(adapters);
    }
  }

  /**
   * Writes the two files, replacing those that are there.
   *
   * @param folder made when it is not there
   * @param encoder the backbone it belongs to
   */
  public static void write(Path folder, Named fusion, EncoderConfig encoder) throws IOException {
    String name = String.join(",", fusion.adapters());
    LibraryLayout layout = LibraryLayout.of(encoder);
    SortedMap<String, FloatTensor> tensors = new TreeMap<>();
    fusion
        .weights()
        .tensors()
        .forEach(
            (ours, tensor) -> {
              String theirs = FusionNames.toLibrary(ours, name, layout);
              tensors.put(theirs, tensor);
              if (theirs.endsWith(".key.weight")) {
                // The library wants one; whatever it is, it changes nothing.
                long hidden = tensor.shape()[0];
                tensors.put(
                    theirs.replaceAll("weight$", "bias"),
                    new FloatTensor(new long[] {hidden}, new float[(int) hidden]));
              }
            });
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    fusion.adapters().forEach(root.putArray("adapter_names")::add);
    root.set("config", settings());
    LibraryConfig.describe(root, name, encoder);
    Files.createDirectories(folder);
    JsonMapper mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    Files.write(folder.resolve(CONFIG), mapper.writeValueAsBytes(root));
    Safetensors.write(folder.resolve(WEIGHTS), tensors, Map.of("format", "pt"));
  }

  /**
   * @param fromLayer first layer that has adapters: the library also stores a fusion for layers
   *     that have none
   * @throws WeightFileException when a file is missing or damaged, or the fusion computes something
   *     that this program does not; names file and setting or tensor
   */
  public static Named read(Path folder, int fromLayer) {
    Path weights = LibraryTensors.file(folder, WEIGHTS, "fusion");
    try (Safetensors file = Safetensors.open(weights);
        InputStream json = Files.newInputStream(folder.resolve(CONFIG))) {
      JsonNode root = BoundedJson.read(json, MAX_CONFIG_BYTES, 16);
      LibraryConfig.expect(root.path("config"), settings().without(OF_TRAINING), FUSION);
      SortedMap<String, FloatTensor> tensors =
          LibraryTensors.read(
              weights,
              file,
              name ->
                  FusionNames.fromLibrary(name)
                      .filter(ours -> FusionNames.layer(ours) >= fromLayer));
      boolean attention = tensors.keySet().stream().anyMatch(name -> name.contains("attention"));
      FusionConfig config =
          new FusionConfig(attention ? Placement.HOULSBY : Placement.PFEIFFER, fromLayer);
      List<String> names = new ArrayList<>();
      root.path("adapter_names").forEach(name -> names.add(name.asText()));
      return new Named(names, FusionWeights.checked(weights.toString(), config, tensors));
    } catch (IOException e) {
      throw new WeightFileException(folder + ": " + CONFIG + " cannot be read: " + e, e);
    }
  }

  /** What the library calls dynamic, in its own defaults. */
  private static ObjectNode settings() {
    return JsonNodeFactory.instance
        .objectNode()
        .putNull("dropout_prob")
        .put("key", true)
        .put("query", true)
        .put("query_before_ln", false)
        .put("regularization", true)
        .put("residual_before", false)
        .put("temperature", false)
        .put("value", true)
        .put("value_before_softmax", true)
        .put("value_initialized", true);
  }
}
