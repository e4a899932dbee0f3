package io.engram.transformers.backbone.folder;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.engram.transformers.weights.FloatTensor;
import io.engram.transformers.weights.Safetensors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Tiny models as Hugging Face folders in a temporary place, to be bent before an import. */
public final class TinyHuggingFace {
  private static final String RESOURCES = "/io/engram/transformers/backbone/tiny/";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;

  private TinyHuggingFace(Path folder) {
    this.folder = folder;
  }

  /**
   * Copies a model; one of texts gets a {@code vocab.txt} of letters.
   *
   * @param model "bert", "bert-gelu-new", "roberta", "distilbert", "vit", "vit-grey",
   *     "vit-interpolated", "deit" or "deit-interpolated"
   */
  public static TinyHuggingFace copy(String model, Path folder) throws IOException {
    Files.createDirectories(folder);
    for (String file : List.of("config.json", "model.safetensors")) {
      try (InputStream in =
          TinyHuggingFace.class.getResourceAsStream(RESOURCES + model + "/" + file)) {
        Files.copy(in, folder.resolve(file));
      }
    }
    try (InputStream images =
        TinyHuggingFace.class.getResourceAsStream(
            RESOURCES + model + "/preprocessor_config.json")) {
      if (images != null) {
        Files.copy(images, folder.resolve("preprocessor_config.json"));
        return new TinyHuggingFace(folder);
      }
    }
    Files.write(folder.resolve("vocab.txt"), vocabulary());
    if (model.equals("roberta")) {
      byte[] definition =
          VocabularyFile.toDefinition("vocab.txt", Files.readAllBytes(folder.resolve("vocab.txt")));
      Files.write(folder.resolve("tokenizer.json"), definition);
    }
    return new TinyHuggingFace(folder);
  }

  private static List<String> vocabulary() {
    List<String> words = new ArrayList<>(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"));
    for (char letter = 'a'; letter <= 'z'; letter++) {
      words.add(String.valueOf(letter));
      words.add("##" + letter);
    }
    words.add("A");
    return words;
  }

  public Path folder() {
    return folder;
  }

  public TinyHuggingFace write(String file, String content) throws IOException {
    Files.createDirectories(folder.resolve(file).getParent());
    Files.writeString(folder.resolve(file), content);
    return this;
  }

  TinyHuggingFace delete(String file) throws IOException {
    Files.delete(folder.resolve(file));
    return this;
  }

  TinyHuggingFace config(Consumer<ObjectNode> change) throws IOException {
    return json("config.json", change);
  }

  TinyHuggingFace json(String name, Consumer<ObjectNode> change) throws IOException {
    Path file = folder.resolve(name);
    ObjectNode config = (ObjectNode) JSON.readTree(file.toFile());
    change.accept(config);
    Files.write(file, JSON.writeValueAsBytes(config));
    return this;
  }

  public TinyHuggingFace tensors(UnaryOperator<SortedMap<String, FloatTensor>> change)
      throws IOException {
    Path file = folder.resolve("model.safetensors");
    Safetensors.write(file, change.apply(tensors()), Map.of());
    return this;
  }

  SortedMap<String, FloatTensor> tensors() throws IOException {
    SortedMap<String, FloatTensor> tensors = new TreeMap<>();
    try (Safetensors weights = Safetensors.open(folder.resolve("model.safetensors"))) {
      weights.names().forEach(name -> tensors.put(name, weights.read(name)));
    }
    return tensors;
  }

  /** Every tensor under another name. */
  TinyHuggingFace rename(UnaryOperator<String> name) throws IOException {
    return tensors(
        old -> {
          SortedMap<String, FloatTensor> renamed = new TreeMap<>();
          old.forEach((key, value) -> renamed.put(name.apply(key), value));
          return renamed;
        });
  }

  /** The first half of the tensors in one file, the rest in another, joined by an index. */
  TinyHuggingFace shard() throws IOException {
    SortedMap<String, FloatTensor> all = tensors();
    String middle = new ArrayList<>(all.keySet()).get(all.size() / 2);
    ObjectNode index = JSON.createObjectNode();
    ObjectNode map = index.putObject("weight_map");
    String[] files = {"model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"};
    all.headMap(middle).keySet().forEach(name -> map.put(name, files[0]));
    all.tailMap(middle).keySet().forEach(name -> map.put(name, files[1]));
    Safetensors.write(folder.resolve(files[0]), all.headMap(middle), Map.of());
    Safetensors.write(folder.resolve(files[1]), all.tailMap(middle), Map.of());
    write("model.safetensors.index.json", index.toString());
    return delete("model.safetensors");
  }

  /** Imports it into {@code target}. */
  public BackboneFolder importInto(Path target) {
    return BackboneImporter.importInto(target, new HuggingFaceFolder(folder, "tiny", "none"));
  }
}
