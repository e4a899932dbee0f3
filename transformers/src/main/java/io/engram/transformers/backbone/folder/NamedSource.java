package io.engram.transformers.backbone.folder;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A source under a name of the user's own.
 *
 * @param source what is imported
 * @param name short name of the backbone from now on
 */
public record NamedSource(BackboneSource source, String name) implements BackboneSource {

  @Override
  public String description() {
    return source.description();
  }

  @Override
  public Opened open(Path scratch) throws IOException {
    Opened opened = source.open(scratch);
    if (opened instanceof Opened.Text texts) {
      return new Opened.Text(texts.config().named(name), texts.weights(), texts.tokenizer());
    }
    Opened.Image images = (Opened.Image) opened;
    return new Opened.Image(images.config().named(name), images.weights());
  }
}
