package io.engram.transformers.backbone.folder;

import io.engram.transformers.backbone.EncoderConfig;
import io.engram.transformers.backbone.VitConfig;
import io.engram.transformers.weights.FloatTensor;
import io.engram.transformers.weights.WeightFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The weights of a published model under canonical names. A model may carry a prefix ({@code
 * bert.}, {@code vit.}), DistilBERT's own names, and {@code gamma} and {@code beta} for a
 * LayerNorm's weight and bias; tensors that an encoder does not need (pooler, mask token, heads)
 * are left out.
 */
final class CanonicalWeights {
  private static final String WORDS = "embeddings.word_embeddings.weight";
  private static final String CLASS_TOKEN = "embeddings.cls_token";
  private static final int MAX_LISTED = 5;
  private static final Map<String, String> DISTILBERT = new LinkedHashMap<>();

  static {
    DISTILBERT.put("encoder.layer.", "transformer.layer.");
    DISTILBERT.put(".attention.self.query.", ".attention.q_lin.");
    DISTILBERT.put(".attention.self.key.", ".attention.k_lin.");
    DISTILBERT.put(".attention.self.value.", ".attention.v_lin.");
    DISTILBERT.put(".attention.output.dense.", ".attention.out_lin.");
    DISTILBERT.put(".attention.output.LayerNorm.", ".sa_layer_norm.");
    DISTILBERT.put(".intermediate.dense.", ".ffn.lin1.");
    DISTILBERT.put(".output.dense.", ".ffn.lin2.");
    DISTILBERT.put(".output.LayerNorm.", ".output_layer_norm.");
  }

  private final WeightFile source;
  private final SortedMap<String, long[]> shapes;
  private final Map<String, String> sourceNames = new LinkedHashMap<>();

  private CanonicalWeights(WeightFile source, SortedMap<String, long[]> shapes) {
    this.source = source;
    this.shapes = shapes;
  }

  /**
   * Finds every tensor the encoder needs and checks its shape.
   *
   * @param name the source, for messages
   * @throws BackboneException that lists what is missing or has another shape
   */
  static CanonicalWeights of(String name, WeightFile source, EncoderConfig encoder) {
    CanonicalWeights weights = new CanonicalWeights(source, CanonicalTensors.of(encoder));
    String prefix = prefix(name, source, encoder instanceof VitConfig ? CLASS_TOKEN : WORDS);
    List<String> faults = new ArrayList<>();
    for (Map.Entry<String, long[]> tensor : weights.shapes.entrySet()) {
      String inSource = find(source, prefix, tensor.getKey(), encoder.family());
      if (inSource == null) {
        faults.add(tensor.getKey() + " " + Arrays.toString(tensor.getValue()) + " is missing");
      } else if (!Arrays.equals(source.shape(inSource), tensor.getValue())) {
        faults.add(
            inSource
                + " should have shape "
                + Arrays.toString(tensor.getValue())
                + ", has "
                + Arrays.toString(source.shape(inSource)));
      }
      weights.sourceNames.put(tensor.getKey(), inSource);
    }
    if (!faults.isEmpty()) {
      throw new BackboneException(
          name
              + ": "
              + faults.size()
              + " tensors do not fit its configuration: "
              + String.join("; ", faults.subList(0, Math.min(MAX_LISTED, faults.size())))
              + (faults.size() > MAX_LISTED ? "; ..." : ""));
    }
    return weights;
  }

  private static String prefix(String name, WeightFile source, String anchor) {
    List<String> found = source.names().stream().filter(n -> n.endsWith(anchor)).toList();
    if (found.size() != 1) {
      throw new BackboneException(
          name
              + ": expected one tensor whose name ends with "
              + anchor
              + ", found "
              + (found.isEmpty() ? "none" : found)
              + "; only single encoders can be imported");
    }
    return found.get(0).substring(0, found.get(0).length() - anchor.length());
  }

  private static String find(WeightFile source, String prefix, String canonical, String family) {
    String name = canonical;
    if (family.equals("distilbert")) {
      for (Map.Entry<String, String> rename : DISTILBERT.entrySet()) {
        name = name.replace(rename.getKey(), rename.getValue());
      }
    }
    if (source.names().contains(prefix + name)) {
      return prefix + name;
    }
    String old =
        prefix
            + name.replace("LayerNorm.weight", "LayerNorm.gamma")
                .replace("LayerNorm.bias", "LayerNorm.beta");
    return source.names().contains(old) ? old : null;
  }

  /** Shapes by canonical name. */
  SortedMap<String, long[]> shapes() {
    return shapes;
  }

  FloatTensor read(String canonical) {
    return source.read(sourceNames.get(canonical));
  }
}
