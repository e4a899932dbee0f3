package io.engram.transformers.backbone.folder;

import com.fasterxml.jackson.databind.JsonNode;
import io.engram.transformers.json.BoundedJson;
import io.engram.transformers.lake.ContentHash;
import io.engram.transformers.lake.LakeFile;
import io.engram.transformers.text.NativeTokenizer;
import io.engram.transformers.text.Tokenizer;
import io.engram.transformers.weights.Safetensors;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes a {@link BackboneFolder} from a published model.
 *
 * <p>The folder appears whole or not at all, see {@link StagedFolder}.
 */
public final class BackboneImporter {
  static final int MAX_TOKENIZER_DEPTH = 64;

  private BackboneImporter() {}

  /**
   * Imports.
   *
   * @param target a folder that does not exist or is empty
   * @throws BackboneException when the target is not empty, or the source is damaged, incomplete or
   *     of a kind that is not supported
   */
  public static BackboneFolder importInto(Path target, BackboneSource source) {
    Path absolute = target.toAbsolutePath().normalize();
    try {
      if (!StagedFolder.isFree(absolute)) {
        throw new BackboneException(
            absolute + " is not an empty folder; choose another or delete it first");
      }
      StagedFolder.publish(
          absolute, "importing", (staged, scratch) -> write(staged, scratch, source));
    } catch (IOException e) {
      throw new BackboneException(
          "cannot import " + source.description() + " into " + target + ": " + e, e);
    }
    return BackboneFolder.open(target);
  }

  private static void write(Path staged, Path scratch, BackboneSource source) throws IOException {
    BackboneSource.Opened opened = source.open(scratch);
    List<LakeFile> files = new ArrayList<>();
    try (opened) {
      if (opened instanceof BackboneSource.Opened.Text texts) {
        checkTokenizer(source.description(), texts);
      }
      CanonicalWeights weights =
          CanonicalWeights.of(source.description(), opened.weights(), opened.config().encoder());
      files.add(
          file(
              staged,
              BackboneFolder.WEIGHTS,
              out -> Safetensors.writeEach(out, weights.shapes(), weights::read, Map.of())));
    }
    if (opened instanceof BackboneSource.Opened.Text texts) {
      files.add(file(staged, BackboneFolder.TOKENIZER, out -> out.write(texts.tokenizer())));
    }
    byte[] document = new BackboneDocument(opened.config(), files).toJson();
    file(staged, BackboneFolder.CONFIG, out -> out.write(document));
  }

  /** A definition that does not load, or whose ids have no embedding, is refused now, not later. */
  private static void checkTokenizer(String source, BackboneSource.Opened.Text opened)
      throws IOException {
    JsonNode definition;
    try {
      definition =
          BoundedJson.read(
              opened.tokenizer(), ArtifactSource.MAX_TOKENIZER_BYTES, MAX_TOKENIZER_DEPTH);
    } catch (IOException e) {
      throw new BackboneException(source + ": tokenizer.json is damaged: " + e.getMessage(), e);
    }
    JsonNode words = definition.path("model").path("vocab");
    int largest = words.isArray() ? words.size() - 1 : 0;
    for (JsonNode id : words) {
      largest = Math.max(largest, id.asInt(0));
    }
    for (JsonNode token : definition.path("added_tokens")) {
      largest = Math.max(largest, token.path("id").asInt(0));
    }
    int vocabulary = opened.config().encoder().vocabulary();
    if (largest >= vocabulary) {
      throw new BackboneException(
          source
              + ": the tokenizer gives ids up to "
              + largest
              + ", the encoder has embeddings for 0 to "
              + (vocabulary - 1)
              + "; they do not belong together");
    }
    try (Tokenizer tokenizer =
        NativeTokenizer.of(
            source + ": tokenizer.json", opened.tokenizer(), NativeTokenizer.MIN_LENGTH, true)) {
      tokenizer.tokenize("a", "b");
    }
  }

  @FunctionalInterface
  private interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private static LakeFile file(Path folder, String name, Content content) throws IOException {
    MessageDigest digest = ContentHash.newDigest();
    Path path = folder.resolve(name);
    try (FileChannel channel =
            FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        OutputStream out =
            new BufferedOutputStream(
                new DigestOutputStream(Channels.newOutputStream(channel), digest))) {
      content.writeTo(out);
      out.flush();
      channel.force(true);
    }
    return new LakeFile(name, Files.size(path), ContentHash.hex(digest));
  }
}
