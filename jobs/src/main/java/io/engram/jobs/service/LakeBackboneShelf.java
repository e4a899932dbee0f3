package io.engram.jobs.service;

import io.engram.transformers.backbone.EncoderConfig;
import io.engram.transformers.lake.backbones.Backbones;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The backbones beside a model. */
public final class LakeBackboneShelf implements BackboneShelf {
  private final Configuration configuration;

  public LakeBackboneShelf(Configuration configuration) {
    this.configuration = configuration;
  }

  @Override
  public Entry importFrom(String model, String source, String name) {
    try {
      return entry(model, backbones(model).bring(source, name));
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  @Override
  public List<Entry> listBackbones(String model) {
    try {
      return backbones(model).list().stream().map(entry -> entry(model, entry)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  @Override
  public Entry check(String model, String name) {
    try {
      return entry(model, backbones(model).check(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private Backbones backbones(String model) throws IOException {
    return new Backbones(new Path(model).toUri(), configuration);
  }

  private static Entry entry(String model, Backbones.Entry backbone) {
    EncoderConfig encoder = backbone.config().encoder();
    String hash = backbone.ref().sha256();
    return new Entry(
        backbone.config().name(),
        hash,
        backbone.config().kind(),
        encoder.layers(),
        encoder.hidden(),
        encoder.parameters(),
        model + "/backbones/" + hash);
  }
}
