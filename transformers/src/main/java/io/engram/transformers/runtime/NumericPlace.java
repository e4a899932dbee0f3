package io.engram.transformers.runtime;

/**
 * What decides the last bits of a result besides its inputs: the same place, the same bytes.
 *
 * @param processor as it names itself
 * @param device where arrays live
 * @param numericPath label of the {@link NumericPath}
 * @param threads inside one operation
 */
public record NumericPlace(String processor, String device, String numericPath, int threads) {

  /** Whether results differ by no more than what {@link NeuralRuntime#limitThreads} can mend. */
  public boolean sameButForThreads(NumericPlace other) {
    return processor.equals(other.processor)
        && device.equals(other.device)
        && numericPath.equals(other.numericPath);
  }

  @Override
  public String toString() {
    return processor
        + ", device "
        + device
        + ", numeric path "
        + numericPath
        + ", "
        + threads
        + (threads == 1 ? " thread" : " threads");
  }
}
