package io.engram.transformers.spark;

import io.engram.transformers.backbone.TinyBackbone;
import io.engram.transformers.backbone.TinyTokenizer;
import io.engram.transformers.backbone.TinyVit;
import io.engram.transformers.backbone.VitConfig;
import io.engram.transformers.backbone.folder.BackboneConfig;
import io.engram.transformers.backbone.folder.BackboneFolder;
import io.engram.transformers.backbone.folder.BackboneImporter;
import io.engram.transformers.backbone.folder.BackboneSource;
import io.engram.transformers.lake.backbones.LakeBackbones;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;

/**
 * A lake on the local disk that holds one random backbone of 3 layers, width 32, at most 64 tokens.
 *
 * @param root of the lake
 * @param backbone the backbone in it
 * @param folder where it was imported to
 */
public record TinyLake(Path root, BackboneUri backbone, BackboneFolder folder) {

  /** The same seed, the same backbone. */
  public static TinyLake create(Path root, long seed) {
    return create(root, "imported-" + seed, new Source(seed));
  }

  /** A lake whose backbone, {@code tiny-vit}, takes images: 3 layers, width 32, 13 tokens. */
  public static TinyLake ofImages(Path root, long seed) {
    return create(root, "imported-vit-" + seed, new ImageSource(seed));
  }

  private static TinyLake create(Path root, String imported, BackboneSource source) {
    try {
      BackboneFolder folder = BackboneImporter.importInto(root.resolve(imported), source);
      LakeBackbones.at(root.toUri(), new Configuration()).publish(folder);
      return new TinyLake(root, new BackboneUri(root.toUri(), folder.contentHash()), folder);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private record ImageSource(long seed) implements BackboneSource {
    @Override
    public String description() {
      return "tiny random image backbone " + seed;
    }

    @Override
    public Opened open(Path scratch) {
      VitConfig encoder = TinyVit.config();
      BackboneConfig.Image config =
          new BackboneConfig.Image(
              "tiny-vit", "random", "none", encoder, TinyVit.settings(encoder));
      return new Opened.Image(config, TinyVit.weights(encoder, seed));
    }
  }

  private record Source(long seed) implements BackboneSource {
    @Override
    public String description() {
      return "tiny random backbone " + seed;
    }

    @Override
    public Opened open(Path scratch) {
      BackboneConfig.Text config =
          new BackboneConfig.Text("tiny", "random", "none", TinyBackbone.config(), "", 64);
      return new Opened.Text(
          config, TinyBackbone.weights(TinyBackbone.config(), seed), TinyTokenizer.json());
    }
  }
}
