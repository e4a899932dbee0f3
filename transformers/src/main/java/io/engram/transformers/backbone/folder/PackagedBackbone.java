package io.engram.transformers.backbone.folder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The image encoder that the program brings itself, pre-trained by {@code engram backbone pretrain}
 * on 245 classes of Google's Quick, Draw!; how, and how good it is, says the model card beside its
 * weights.
 */
public final class PackagedBackbone implements BackboneSource {
  /** The name to ask for it by. */
  public static final String NAME = "quickdraw-vit";

  private static final String LICENCE = "CC BY 4.0";
  private static final String FOLDER = "/io/engram/transformers/backbone/" + NAME + "/";
  private static final List<String> FILES =
      List.of("config.json", "model.safetensors", "preprocessor_config.json");

  @Override
  public String description() {
    return NAME + " of the program's own resources";
  }

  @Override
  public Opened open(Path scratch) throws IOException {
    Path folder = Files.createDirectory(scratch.resolve(NAME));
    for (String file : FILES) {
      try (InputStream in = PackagedBackbone.class.getResourceAsStream(FOLDER + file)) {
        if (in == null) {
          throw new BackboneException(description() + ": " + file + " is missing in the program");
        }
        Files.copy(in, folder.resolve(file));
      }
    }
    return new HuggingFaceFolder(folder, NAME, LICENCE).open(scratch);
  }
}
