package io.engram.transformers.backbone.folder;

import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.backbone.BertEncoder;
import io.engram.transformers.backbone.VitEncoder;
import io.engram.transformers.image.ImageLimits;
import io.engram.transformers.image.ImageReader;
import io.engram.transformers.input.InputKind;
import io.engram.transformers.input.InputReader;
import io.engram.transformers.lake.ContentHash;
import io.engram.transformers.lake.LakeFile;
import io.engram.transformers.text.NativeTokenizer;
import io.engram.transformers.text.PrefixedTokenizer;
import io.engram.transformers.text.Tokenizer;
import io.engram.transformers.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A backbone on a local disk: {@value #WEIGHTS} (32-bit floats under Hugging Face's names for BERT
 * or ViT, without prefix, whatever the family), {@value #TOKENIZER} as published where it is for
 * texts, and {@value #CONFIG}, which holds the rest and lists the others with length and hash.
 */
public final class BackboneFolder {
  public static final String CONFIG = "engram-backbone.json";
  public static final String WEIGHTS = "model.safetensors";
  public static final String TOKENIZER = "tokenizer.json";

  private static final long MAX_CONFIG_BYTES = 1 << 16;

  private final Path path;
  private final BackboneDocument document;
  private final LakeFile configFile;

  private BackboneFolder(Path path, BackboneDocument document, LakeFile configFile) {
    this.path = path;
    this.document = document;
    this.configFile = configFile;
  }

  /**
   * Opens a folder; reads the configuration only, so it costs nothing.
   *
   * @throws BackboneException when a file is missing, has another size than listed, or the format
   *     is another
   */
  public static BackboneFolder open(Path folder) {
    Path file = folder.resolve(CONFIG);
    if (!Files.isRegularFile(file)) {
      throw new BackboneException(
          folder + " is no backbone folder: " + CONFIG + " is missing; import a model into it");
    }
    try {
      long length = Files.size(file);
      if (length > MAX_CONFIG_BYTES) {
        throw new BackboneException(
            file + ": expected at most " + MAX_CONFIG_BYTES + " bytes, got " + length);
      }
      byte[] json = Files.readAllBytes(file);
      BackboneDocument document = BackboneDocument.parse(file.toString(), json);
      LakeFile config = new LakeFile(CONFIG, json.length, ContentHash.sha256(json));
      BackboneFolder opened = new BackboneFolder(folder, document, config);
      opened.checkSizes();
      return opened;
    } catch (IOException e) {
      throw new BackboneException(file + ": cannot be read: " + e, e);
    }
  }

  /**
   * What a configuration file says, whether or not the files it lists are there.
   *
   * @param file its name, for messages
   * @param hash content hash of the backbone it has to be of
   * @throws BackboneException when it is damaged, of another format or another backbone
   */
  public static BackboneConfig config(String file, byte[] json, String hash) {
    BackboneDocument document = BackboneDocument.parse(file, json);
    if (!document.contentHash().equals(hash)) {
      throw new BackboneException(
          file + ": expected it to be of backbone " + hash + ", is of " + document.contentHash());
    }
    return document.config();
  }

  private void checkSizes() throws IOException {
    List<String> paths = document.files().stream().map(LakeFile::path).toList();
    List<String> expected =
        config().kind() == InputKind.IMAGE ? List.of(WEIGHTS) : List.of(WEIGHTS, TOKENIZER);
    if (!paths.equals(expected)) {
      throw new BackboneException(
          path.resolve(CONFIG) + ": expected it to list " + expected + ", it lists " + paths);
    }
    for (LakeFile file : document.files()) {
      Path actual = path.resolve(file.path());
      if (!Files.isRegularFile(actual)) {
        throw new BackboneException(actual + " is missing; import or fetch the backbone again");
      }
      long length = Files.size(actual);
      if (length != file.length()) {
        throw new BackboneException(
            actual
                + ": expected "
                + file.length()
                + " bytes, got "
                + length
                + "; import or fetch the backbone again");
      }
    }
  }

  public Path path() {
    return path;
  }

  public BackboneConfig config() {
    return document.config();
  }

  /**
   * Identity of the backbone in a lake: SHA-256 over everything that decides a vector. Two imports
   * of the same weights, tokenizer and settings have the same; name, source and licence do not
   * count.
   */
  public String contentHash() {
    return document.contentHash();
  }

  /** All files of the folder with length and hash as recorded, sorted by path. */
  public List<LakeFile> files() {
    List<LakeFile> files = new ArrayList<>(document.files());
    files.add(0, configFile);
    return List.copyOf(files);
  }

  /**
   * Hashes every file.
   *
   * @throws BackboneException when one is not what was recorded; names it with both hashes
   */
  public void verify() {
    for (LakeFile file : files()) {
      Path actual = path.resolve(file.path());
      try {
        String hash = ContentHash.sha256(actual);
        if (!hash.equals(file.sha256())) {
          throw new BackboneException(
              actual
                  + ": expected SHA-256 "
                  + file.sha256()
                  + ", got "
                  + hash
                  + "; import or fetch the backbone again");
        }
      } catch (IOException e) {
        throw new BackboneException(actual + ": cannot be read: " + e, e);
      }
    }
  }

  /**
   * What makes rows ready for the encoder; the caller closes it.
   *
   * @param maxLength tokens of a text at most; of no meaning for pictures
   * @param limits what a picture may cost; of no meaning for texts
   */
  public InputReader reader(int maxLength, ImageLimits limits) {
    if (config() instanceof BackboneConfig.Image images) {
      return new ImageReader(images.images(), limits, images.maxLength());
    }
    return tokenizer(maxLength);
  }

  /**
   * The backbone's tokenizer, with its text prefix; the caller closes it.
   *
   * @param maxLength longest result in tokens, at most the encoder's positions
   * @throws BackboneException when the backbone takes images
   */
  public Tokenizer tokenizer(int maxLength) {
    if (!(config() instanceof BackboneConfig.Text texts)) {
      throw new BackboneException(
          "backbone " + config().name() + " takes " + config().kind().plural() + ", not texts");
    }
    int limit = texts.encoder().maxLength();
    if (maxLength > limit) {
      throw new IllegalArgumentException(
          "backbone "
              + config().name()
              + " has positions for "
              + limit
              + " tokens, a maximum length of "
              + maxLength
              + " was asked for");
    }
    boolean segments = texts.encoder().typeVocabulary() > 1;
    Tokenizer tokenizer = NativeTokenizer.open(path.resolve(TOKENIZER), maxLength, segments);
    String prefix = texts.textPrefix();
    return prefix.isEmpty() ? tokenizer : new PrefixedTokenizer(prefix, tokenizer);
  }

  /** The tensors, by canonical name; the caller closes the file. */
  public Safetensors weights() {
    return Safetensors.open(path.resolve(WEIGHTS));
  }

  /** Loads the encoder into native memory; the caller closes it. */
  public Backbone load() {
    try (Safetensors weights = weights()) {
      if (config() instanceof BackboneConfig.Image images) {
        return VitEncoder.load(images.encoder(), images.images(), weights, contentHash());
      }
      BackboneConfig.Text texts = (BackboneConfig.Text) config();
      return BertEncoder.load(texts.encoder(), weights, contentHash());
    } catch (IOException e) {
      throw new BackboneException(path.resolve(WEIGHTS) + ": cannot be closed: " + e, e);
    }
  }
}
