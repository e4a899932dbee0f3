package io.engram.transformers.backbone;

import ai.djl.ndarray.NDArray;
import io.engram.transformers.runtime.EngineValues;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The non-linearity of the feed-forward block. */
enum Activation {
  /** {@code x * Phi(x)}, exact by erf (Hendrycks and Gimpel 2016). */
  GELU("gelu", x -> ai.djl.nn.Activation.gelu(x)),
  /** The tanh approximation of {@link #GELU}. */
  GELU_NEW("gelu_new", Activation::tanhGelu),
  RELU("relu", x -> ai.djl.nn.Activation.relu(x));

  private final String configName;
  private final UnaryOperator<NDArray> function;

  Activation(String configName, UnaryOperator<NDArray> function) {
    this.configName = configName;
    this.function = function;
  }

  /**
   * @throws IllegalArgumentException when the name is unknown
   */
  static Activation named(String name) {
    for (Activation activation : values()) {
      if (activation.configName.equals(name)) {
        return activation;
      }
    }
    throw new IllegalArgumentException(
        "activation "
            + name
            + " is not supported; known are "
            + Arrays.stream(values()).map(a -> a.configName).collect(Collectors.joining(", ")));
  }

  NDArray apply(NDArray input) {
    return function.apply(input);
  }

  private static NDArray tanhGelu(NDArray x) {
    try (NDArray square = x.square();
        NDArray cube = square.mul(x);
        NDArray scaled = EngineValues.times(cube, 0.044715);
        NDArray sum = scaled.add(x);
        NDArray inner = EngineValues.times(sum, Math.sqrt(2 / Math.PI));
        NDArray tanh = inner.tanh();
        NDArray gate = tanh.add(1f);
        NDArray half = EngineValues.times(x, 0.5)) {
      return half.mul(gate);
    }
  }
}
