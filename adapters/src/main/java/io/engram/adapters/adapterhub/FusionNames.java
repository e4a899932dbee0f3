package io.engram.adapters.adapterhub;

import io.engram.transformers.weights.WeightFileException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Our tensor names and those of the library, for a fusion of adapters called a, b and c:
 *
 * <pre>
 * layer.3.attention.fusion.query.weight  encoder.layer.3.attention.output.adapter_fusion_layer.a,b,c.query.weight
 * layer.3.output.fusion.value.weight     encoder.layer.3.output.adapter_fusion_layer.a,b,c.value.weight
 * </pre>
 *
 * DistilBERT has {@code transformer.layer.3.attention_adapters} and {@code output_adapters} before
 * {@code .adapter_fusion_layer} instead; ViT has {@code attention_adapters} and {@code
 * output.output_adapters}, see {@link LibraryLayout}.
 */
final class FusionNames {
  private static final Pattern OURS =
      Pattern.compile("layer\\.(\\d+)\\.(attention|output)\\.fusion\\.(\\w+\\.\\w+)");
  private static final Pattern THEIRS =
      Pattern.compile(
          "(?:\\w+\\.)?(?:encoder|transformer)\\.layer\\.(\\d{1,4})"
              + "\\.(attention\\.output|output|attention_adapters|(?:output\\.)?output_adapters)"
              + "\\.adapter_fusion_layer\\.[^.]+\\.((?:query|key|value)\\.(?:weight|bias))");

  private FusionNames() {}

  static String toLibrary(String name, String fusion, LibraryLayout layout) {
    Matcher ours = OURS.matcher(name);
    if (!ours.matches()) {
      throw new IllegalArgumentException("no tensor of a fusion: " + name);
    }
    return layout.site(ours.group(1), ours.group(2))
        + "adapter_fusion_layer."
        + fusion
        + "."
        + ours.group(3);
  }

  /** Empty for the bias of the keys, which changes nothing. */
  static Optional<String> fromLibrary(String name) {
    Matcher theirs = THEIRS.matcher(name);
    if (!theirs.matches()) {
      throw new WeightFileException(
          "fusion tensor '" + name + "' is not part of a fusion in a BERT-like encoder or a ViT");
    }
    return theirs.group(3).equals("key.bias")
        ? Optional.empty()
        : Optional.of(
            "layer."
                + theirs.group(1)
                + (theirs.group(2).startsWith("attention") ? ".attention" : ".output")
                + ".fusion."
                + theirs.group(3));
  }

  static int layer(String ours) {
    return Integer.parseInt(ours.split("\\.", 3)[1]);
  }
}
