package io.engram.adapters.adapterhub;

import io.engram.transformers.weights.WeightFileException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Our tensor names and those of the library, for an adapter called NAME:
 *
 * <pre>
 * layer.3.attention.down.weight  encoder.layer.3.attention.output.adapters.NAME.adapter_down.0.weight
 * layer.3.output.up.bias         encoder.layer.3.output.adapters.NAME.adapter_up.bias
 * </pre>
 *
 * DistilBERT has {@code transformer.layer.3.attention_adapters} and {@code output_adapters} before
 * {@code .adapters} instead.
 */
final class TensorNames {
  private static final Pattern OURS =
      Pattern.compile("layer\\.(\\d+)\\.(attention|output)\\.(down|up)\\.(weight|bias)");
  private static final Pattern THEIRS =
      Pattern.compile(
          "(?:\\w+\\.)?(?:encoder|transformer)\\.layer\\.(\\d+)"
              + "\\.(attention\\.output|output|attention_adapters|output_adapters)"
              + "\\.adapters\\.([^.]+)\\.adapter_(down\\.0|up)\\.(weight|bias)");

  private TensorNames() {}

  static String toLibrary(String name, String adapter, boolean distilBert) {
    Matcher ours = OURS.matcher(name);
    if (!ours.matches()) {
      throw new IllegalArgumentException("no bottleneck tensor: " + name);
    }
    boolean attention = ours.group(2).equals("attention");
    String site =
        distilBert
            ? "transformer.layer." + ours.group(1) + "." + ours.group(2) + "_adapters"
            : "encoder.layer." + ours.group(1) + (attention ? ".attention.output" : ".output");
    String part = ours.group(3).equals("down") ? "adapter_down.0." : "adapter_up.";
    return site + ".adapters." + adapter + "." + part + ours.group(4);
  }

  static String fromLibrary(String name) {
    Matcher theirs = THEIRS.matcher(name);
    if (!theirs.matches()) {
      throw new WeightFileException(
          "adapter tensor '"
              + name
              + "' is not part of a bottleneck adapter of a BERT-like encoder");
    }
    return "layer."
        + theirs.group(1)
        + (theirs.group(2).startsWith("attention") ? ".attention." : ".output.")
        + (theirs.group(4).equals("up") ? "up." : "down.")
        + theirs.group(5);
  }
}
