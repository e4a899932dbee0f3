package io.engram.transformers.spark;

import io.engram.transformers.backbone.Precision;
import io.engram.transformers.text.NativeTokenizer;
import java.util.Objects;

/**
 * Which features of a task are wanted.
 *
 * @param backbone frozen encoder in the lake
 * @param fromLayer layer whose input the hidden states are
 * @param maxLength tokens of a row at most
 * @param hidden whether hidden states are wanted besides the pooled output
 * @param precision how hidden states are kept on disk
 * @param pictures how pictures are read; features that were computed do not depend on it
 */
public record FeatureSpec(
    BackboneUri backbone,
    int fromLayer,
    int maxLength,
    boolean hidden,
    Precision precision,
    PictureReading pictures) {

  public FeatureSpec {
    Objects.requireNonNull(backbone, "backbone");
    Objects.requireNonNull(precision, "precision");
    Objects.requireNonNull(pictures, "pictures");
    if (fromLayer < 0 || maxLength < NativeTokenizer.MIN_LENGTH) {
      throw new IllegalArgumentException(
          "fromLayer must be at least 0 and maxLength at least "
              + NativeTokenizer.MIN_LENGTH
              + ", got "
              + fromLayer
              + " and "
              + maxLength);
    }
  }

  /** Pooled output only: what a head on frozen features needs. */
  public static FeatureSpec pooledOnly(BackboneUri backbone, int maxLength) {
    return new FeatureSpec(
        backbone, 0, maxLength, false, Precision.FLOAT32, PictureReading.DEFAULT);
  }

  /** Pooled output and the exact input of layer {@code fromLayer}. */
  public static FeatureSpec withHidden(BackboneUri backbone, int fromLayer, int maxLength) {
    return new FeatureSpec(
        backbone, fromLayer, maxLength, true, Precision.FLOAT32, PictureReading.DEFAULT);
  }

  public FeatureSpec withPrecision(Precision newPrecision) {
    return new FeatureSpec(backbone, fromLayer, maxLength, hidden, newPrecision, pictures);
  }

  public FeatureSpec withPictures(PictureReading newPictures) {
    return new FeatureSpec(backbone, fromLayer, maxLength, hidden, precision, newPictures);
  }

  FeatureSpec withHidden(Precision newPrecision) {
    return new FeatureSpec(backbone, fromLayer, maxLength, true, newPrecision, pictures);
  }
}
