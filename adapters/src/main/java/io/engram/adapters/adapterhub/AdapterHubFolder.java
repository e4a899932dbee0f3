package io.engram.adapters.adapterhub;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.FullConfig;
import io.engram.transformers.backbone.EncoderConfig;
import io.engram.transformers.json.BoundedJson;
import io.engram.transformers.weights.FloatTensor;
import io.engram.transformers.weights.Safetensors;
import io.engram.transformers.weights.WeightFileException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The folder that {@code model.load_adapter(folder, use_safetensors=True)} reads and {@code
 * model.save_adapter(folder, name, use_safetensors=True)} writes: {@code adapter_config.json} and
 * {@code adapter.safetensors}.
 */
public final class AdapterHubFolder {
  private static final String CONFIG = "adapter_config.json";
  private static final String WEIGHTS = "adapter.safetensors";
  private static final int MAX_CONFIG_BYTES = 1 << 20;

  private AdapterHubFolder() {}

  /**
   * Writes the two files, replacing those that are there.
   *
   * @param folder made when it is not there
   * @param name of the adapter in the library: letters, digits, {@code -} and {@code _}
   * @param encoder the backbone it belongs to
   * @throws WeightFileException when the library has no such adapter, or none for the encoder
   */
  public static void write(Path folder, String name, AdapterWeights weights, EncoderConfig encoder)
      throws IOException {
    if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
      throw new IllegalArgumentException(
          "an adapter's name has 1 to 64 letters, digits, - and _, got '" + name + "'");
    }
    if (weights.config() instanceof FullConfig) {
      throw new WeightFileException(
          "the Python library adapters has nothing like an adapter of kind 'full', which changes all"
              + " weights of the encoder's layers: the adapter's own safetensors file has them");
    }
    SortedMap<String, FloatTensor> tensors = new TreeMap<>();
    LibraryLayout layout = LibraryLayout.of(encoder);
    weights
        .tensors()
        .forEach((ours, tensor) -> tensors.put(TensorNames.toLibrary(ours, name, layout), tensor));
    Files.createDirectories(folder);
    JsonMapper mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    Files.write(
        folder.resolve(CONFIG),
        mapper.writeValueAsBytes(LibraryConfig.write(weights.config(), name, encoder)));
    Safetensors.write(folder.resolve(WEIGHTS), tensors, Map.of("format", "pt"));
  }

  /**
   * @throws WeightFileException when a file is missing or damaged, or the adapter is of a kind that
   *     this program does not compute; names file and setting or tensor
   */
  public static AdapterWeights read(Path folder) {
    Path weights = LibraryTensors.file(folder, WEIGHTS, "adapter");
    try (Safetensors file = Safetensors.open(weights);
        InputStream json = Files.newInputStream(folder.resolve(CONFIG))) {
      SortedMap<String, FloatTensor> tensors =
          LibraryTensors.read(weights, file, name -> Optional.of(TensorNames.fromLibrary(name)));
      return AdapterWeights.checked(
          weights.toString(),
          LibraryConfig.read(BoundedJson.read(json, MAX_CONFIG_BYTES, 16), width(weights, tensors)),
          tensors);
    } catch (IOException e) {
      throw new WeightFileException(folder + ": " + CONFIG + " cannot be read: " + e, e);
    }
  }

  /** Units of the adapter: rows of what they read. */
  private static int width(Path file, SortedMap<String, FloatTensor> tensors) {
    String name =
        tensors.keySet().stream()
            .filter(tensor -> tensor.matches(".*(down[.]weight|lora_A)"))
            .findFirst()
            .orElseThrow(() -> new WeightFileException(file + " holds no adapter"));
    FloatTensor tensor = tensors.get(name);
    if (tensor.shape().length != 2 || tensor.values().length == 0) {
      throw new WeightFileException(
          file
              + ": tensor "
              + name
              + " should have the shape [units, width of the encoder], has "
              + Arrays.toString(tensor.shape()));
    }
    return (int) tensor.shape()[0];
  }
}
