package io.engram.transformers.runtime;

/**
 * How 32-bit matrix products are computed. All paths have 32-bit accuracy; they differ in speed and
 * in the last bits, so the path belongs to what a result was made with.
 */
public enum NumericPath {
  /** The engine as it comes. */
  PLAIN("plain"),
  /** MKL's fast code path on a processor of another vendor: about twice as fast on AMD. */
  MKL_INTEL("mkl-intel");

  private static final String SUPPORTED_PLATFORM = "linux-x86_64";

  private final String label;

  NumericPath(String label) {
    this.label = label;
  }

  /** Stable name in settings, checkpoints and versions. */
  public String label() {
    return label;
  }

  /**
   * @param setting {@code auto}, {@code plain} or {@code mkl-intel}; {@code auto} decides by the
   *     processor's vendor
   * @throws IllegalArgumentException when the setting is unknown or impossible here
   */
  static NumericPath choose(String setting, Processor processor) {
    boolean possible = processor.platform().equals(SUPPORTED_PLATFORM);
    return switch (setting) {
      case "auto" -> possible && processor.isAmd() && processor.avx2() ? MKL_INTEL : PLAIN;
      case "plain" -> PLAIN;
      case "mkl-intel" -> {
        if (!possible) {
          throw new IllegalArgumentException(
              RuntimeSetting.NUMERIC_PATH.property()
                  + "=mkl-intel exists on "
                  + SUPPORTED_PLATFORM
                  + " only, this is "
                  + processor.platform()
                  + "; use auto or plain");
        }
        yield MKL_INTEL;
      }
      default ->
          throw new IllegalArgumentException(
              RuntimeSetting.NUMERIC_PATH.property()
                  + " must be auto, plain or mkl-intel, got "
                  + setting);
    };
  }
}
