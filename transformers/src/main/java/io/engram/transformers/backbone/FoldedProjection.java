package io.engram.transformers.backbone;

import io.engram.transformers.image.ImageSettings;

/**
 * The patch projection for 8 bit values v less {@link #CENTRE}, c: {@code W ((v f - m) / s) + b =
 * W' (v - c) + (b - W m / s + W' c)} with {@code W' = W f / s}. Values around 0 lose less to
 * rounding than those from 0 to 255.
 *
 * @param weight {@code [hidden, patch, patch, channels]} row-major
 * @param bias {@code [hidden]}
 */
record FoldedProjection(float[] weight, float[] bias) {
  /** What is taken off every value first. */
  static final int CENTRE = 128;

  private static final String PREFIX = "embeddings.patch_embeddings.projection.";

  static FoldedProjection load(CheckedWeights weights, VitConfig config, ImageSettings settings) {
    int hidden = config.hidden();
    int channels = config.channels();
    int pixels = config.patch() * config.patch();
    float[] kernel =
        weights.read(PREFIX + "weight", hidden, channels, config.patch(), config.patch());
    float[] bias = weights.read(PREFIX + "bias", hidden).clone();
    float[] folded = new float[kernel.length];
    for (int unit = 0; unit < hidden; unit++) {
      double shift = 0;
      for (int channel = 0; channel < channels; channel++) {
        double deviation = settings.deviation().get(channel);
        double sum = 0;
        for (int pixel = 0; pixel < pixels; pixel++) {
          float value = kernel[(unit * channels + channel) * pixels + pixel];
          sum += value;
          float scaled = (float) (value * settings.factor() / deviation);
          folded[(unit * pixels + pixel) * channels + channel] = scaled;
          shift += (double) scaled * CENTRE;
        }
        shift -= sum * settings.mean().get(channel) / deviation;
      }
      bias[unit] = (float) (bias[unit] + shift);
    }
    return new FoldedProjection(folded, bias);
  }
}
