package io.engram.consolidation.store.serving;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.engram.transformers.lake.ContentHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Rewrites version 2 of a store so that every length, hash and seal is right again: what somebody
 * who can write to the lake would do.
 */
public final class Forgery {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Path RECORD = Path.of("log/00000000000000000002.json");
  private static final Path ALIAS = Path.of("aliases/production/00000000000000000001.json");

  private final Path root;
  private final Path folder;

  public Forgery(Path root) {
    this.root = root;
    this.folder = root.resolve(line(root.resolve(RECORD)).path("folder").asText());
  }

  private static ObjectNode line(Path file) {
    try {
      return (ObjectNode) JSON.readTree(Files.readString(file).lines().findFirst().orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void top(UnaryOperator<String> change) {
    text("metadata/part-00000", change);
  }

  public void stage(UnaryOperator<String> change) {
    text(RealVersion.STAGE + "metadata/part-00000", change);
  }

  public void modelText(UnaryOperator<String> change) {
    text(RealVersion.STAGE + "model.json", change);
  }

  public void model(Consumer<ObjectNode> change) {
    modelText(text -> changed(text, change));
  }

  private void text(String path, UnaryOperator<String> change) {
    String before = new String(read(folder.resolve(path)), StandardCharsets.UTF_8);
    file(path, change.apply(before).getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a file of the version's folder. */
  void file(String path, byte[] content) {
    write(folder.resolve(path), content);
    record(this::list);
  }

  void move(String from, String to) {
    try {
      Files.move(folder.resolve(from), folder.resolve(to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    record(this::list);
  }

  private void list(ObjectNode record) {
    ArrayNode files = record.putArray("files");
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path file : found.filter(Files::isRegularFile).sorted().toList()) {
        byte[] content = Files.readAllBytes(file);
        String name = folder.relativize(file).toString();
        if (!file.getFileName().toString().endsWith(".crc")) {
          files
              .addObject()
              .put("path", name)
              .put("length", content.length)
              .put("sha256", ContentHash.sha256(content));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The object that the document names there, by other bytes. */
  void object(String pointer, byte[] content) {
    String hash = ContentHash.sha256(content);
    JsonNode[] old = new JsonNode[1];
    model(
        model -> {
          ObjectNode object = (ObjectNode) model.at(pointer);
          old[0] = object.deepCopy();
          object.put("sha256", hash).put("length", content.length);
        });
    String extension = old[0].path("extension").asText();
    write(root.resolve("objects/" + hash + "." + extension), content);
    record(
        record -> {
          for (JsonNode object : record.path("objects")) {
            if (object.path("sha256").equals(old[0].path("sha256"))) {
              ((ObjectNode) object).put("sha256", hash).put("length", content.length);
            }
          }
        });
  }

  byte[] objectBytes(String pointer) {
    JsonNode ref;
    try {
      ref = JSON.readTree(read(folder.resolve(RealVersion.STAGE + "model.json"))).at(pointer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return read(
        root.resolve(
            "objects/" + ref.path("sha256").asText() + "." + ref.path("extension").asText()));
  }

  void record(Consumer<ObjectNode> change) {
    recordText(text -> changed(text, change));
  }

  void recordText(UnaryOperator<String> change) {
    seal(root.resolve(RECORD), change);
  }

  void alias(Consumer<ObjectNode> change) {
    seal(root.resolve(ALIAS), text -> changed(text, change));
  }

  void marker(Consumer<ObjectNode> change) {
    seal(root.resolve("engram.json"), text -> changed(text, change));
  }

  private static void seal(Path file, UnaryOperator<String> change) {
    String line = change.apply(line(file).toString());
    String hash = ContentHash.sha256(line.getBytes(StandardCharsets.UTF_8));
    write(file, (line + "\n{\"sha256\":\"" + hash + "\"}\n").getBytes(StandardCharsets.UTF_8));
  }

  private static String changed(String text, Consumer<ObjectNode> change) {
    try {
      ObjectNode tree = (ObjectNode) JSON.readTree(text);
      change.accept(tree);
      return tree.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, byte[] content) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
