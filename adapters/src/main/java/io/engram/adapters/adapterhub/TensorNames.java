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
 * layer.3.attention.query.lora_A encoder.layer.3.attention.self.query.loras.NAME.lora_A
 * </pre>
 *
 * DistilBERT has {@code transformer.layer.3.attention_adapters} and {@code output_adapters} before
 * {@code .adapters} instead, and {@code transformer.layer.3.attention.q_lin} before {@code .loras}.
 * ViT has {@code encoder.layer.3.attention_adapters} and {@code output.output_adapters}, and {@code
 * attention.attention.query}, see {@link LibraryLayout}.
 */
final class TensorNames {
  private static final Pattern OUR_BOTTLENECK =
      Pattern.compile("layer\\.(\\d+)\\.(attention|output)\\.(down|up)\\.(weight|bias)");
  private static final Pattern OUR_LORA =
      Pattern.compile("layer\\.(\\d+)\\.attention\\.(query|value)\\.(lora_[AB])");
  private static final String THEIR_LAYER =
      "(?:\\w+\\.)?(?:encoder|transformer)\\.layer\\.(\\d{1,4})";
  private static final Pattern THEIR_BOTTLENECK =
      Pattern.compile(
          THEIR_LAYER
              + "\\.(attention\\.output|output|attention_adapters|(?:output\\.)?output_adapters)"
              + "\\.adapters\\.[^.]+\\.adapter_(down\\.0|up)\\.(weight|bias)");
  private static final Pattern THEIR_LORA =
      Pattern.compile(
          THEIR_LAYER
              + "\\.attention\\.((?:self|attention)\\.(?:query|value)|q_lin|v_lin)"
              + "\\.loras\\.[^.]+\\.(lora_[AB])");

  private TensorNames() {}

  static String toLibrary(String name, String adapter, LibraryLayout layout) {
    Matcher lora = OUR_LORA.matcher(name);
    if (lora.matches()) {
      return layout.projection(lora.group(1), lora.group(2))
          + "loras."
          + adapter
          + "."
          + lora.group(3);
    }
    Matcher ours = OUR_BOTTLENECK.matcher(name);
    if (!ours.matches()) {
      throw new IllegalArgumentException("no tensor of an adapter: " + name);
    }
    String part = ours.group(3).equals("down") ? "adapter_down.0." : "adapter_up.";
    return layout.site(ours.group(1), ours.group(2))
        + "adapters."
        + adapter
        + "."
        + part
        + ours.group(4);
  }

  static String fromLibrary(String name) {
    Matcher lora = THEIR_LORA.matcher(name);
    if (lora.matches()) {
      boolean query = lora.group(2).endsWith("query") || lora.group(2).equals("q_lin");
      return "layer."
          + lora.group(1)
          + (query ? ".attention.query." : ".attention.value.")
          + lora.group(3);
    }
    Matcher theirs = THEIR_BOTTLENECK.matcher(name);
    if (!theirs.matches()) {
      throw new WeightFileException(
          "adapter tensor '"
              + name
              + "' is not part of a bottleneck adapter, or of LoRA on query or value, of a"
              + " BERT-like encoder or a ViT");
    }
    return "layer."
        + theirs.group(1)
        + (theirs.group(2).startsWith("attention") ? ".attention." : ".output.")
        + (theirs.group(3).equals("up") ? "up." : "down.")
        + theirs.group(4);
  }
}
