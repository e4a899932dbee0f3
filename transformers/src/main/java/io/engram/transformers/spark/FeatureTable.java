package io.engram.transformers.spark;

/**
 * The completion marker of a feature table, {@code complete.json}: it is created once, after all
 * data, and a table without it does not exist.
 *
 * @param format version of this layout
 * @param fingerprint of the task's data
 * @param backboneHash content hash of the backbone
 * @param fromLayer layer whose input the hidden states are
 * @param maxLength tokens of a row at most
 * @param hidden whether there are hidden states
 * @param precision label of their precision
 * @param data folder of the Parquet files, beside the marker
 * @param bytes size of the data
 */
record FeatureTable(
    int format,
    String fingerprint,
    String backboneHash,
    int fromLayer,
    int maxLength,
    boolean hidden,
    String precision,
    String data,
    long bytes) {
  static final int FORMAT = 1;
  static final String MARKER = "complete.json";

  static FeatureTable of(String fingerprint, FeatureSpec spec, String data, long bytes) {
    return new FeatureTable(
        FORMAT,
        fingerprint,
        spec.backbone().hash(),
        spec.fromLayer(),
        spec.maxLength(),
        spec.hidden(),
        spec.precision().label(),
        data,
        bytes);
  }
}
