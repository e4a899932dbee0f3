package io.engram.adapters.adapterhub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.engram.adapters.BottleneckConfig;
import io.engram.adapters.BottleneckConfig.Placement;

/** The library's {@code BnConfig}, as far as it is a bottleneck of ours. */
final class BottleneckSettings {
  private static final String ADAPTER = "an adapter of the Houlsby or Pfeiffer kind";

  private BottleneckSettings() {}

  static ObjectNode write(BottleneckConfig config, int hidden) {
    ObjectNode node = fixed(config.placement());
    node.put("dropout", 0.0);
    node.put("init_weights", "bert");
    node.putNull("inv_adapter");
    node.putNull("inv_adapter_reduction_factor");
    LibraryConfig.leaveOut(node, config.fromLayer());
    if (hidden % config.width() == 0) {
      node.put("reduction_factor", hidden / config.width());
    } else {
      // The library takes floor(hidden / factor): half a unit more keeps rounding off the edge.
      node.put("reduction_factor", hidden / (config.width() + 0.5));
    }
    node.put("stochastic_depth", 0.0);
    return node;
  }

  static BottleneckConfig read(JsonNode config, int width, int fromLayer) {
    Placement placement =
        config.path("mh_adapter").asBoolean() ? Placement.HOULSBY : Placement.PFEIFFER;
    LibraryConfig.expect(config, fixed(placement), ADAPTER);
    LibraryConfig.expectNone(config, "inv_adapter", ADAPTER);
    return new BottleneckConfig(placement, width, fromLayer);
  }

  /** The settings that a bottleneck of this program has; also what an imported one must have. */
  private static ObjectNode fixed(Placement placement) {
    boolean houlsby = placement == Placement.HOULSBY;
    return JsonNodeFactory.instance
        .objectNode()
        .put("adapter_residual_before_ln", false)
        .put("cross_adapter", false)
        .put("is_parallel", false)
        .put("ln_after", false)
        .put("ln_before", false)
        .put("mh_adapter", houlsby)
        .put("non_linearity", houlsby ? "swish" : "relu")
        .put("original_ln_after", true)
        .put("original_ln_before", !houlsby)
        .put("output_adapter", true)
        .put("phm_layer", false)
        .put("residual_before_ln", true)
        .put("scaling", 1.0)
        .put("use_gating", false);
  }
}
