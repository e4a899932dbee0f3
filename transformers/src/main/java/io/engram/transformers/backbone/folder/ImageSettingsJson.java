package io.engram.transformers.backbone.folder;

import static io.engram.transformers.backbone.folder.JsonFields.flag;
import static io.engram.transformers.backbone.folder.JsonFields.integer;
import static io.engram.transformers.backbone.folder.JsonFields.number;
import static io.engram.transformers.backbone.folder.JsonFields.required;
import static io.engram.transformers.backbone.folder.JsonFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.engram.transformers.image.ImageSettings;
import io.engram.transformers.image.PixelSize;
import io.engram.transformers.image.Resampling;
import io.engram.transformers.image.Resize;
import java.util.ArrayList;
import java.util.List;

/** Image settings in {@code engram-backbone.json}. */
final class ImageSettingsJson {
  private static final String NONE = "none";
  private static final String EXACT = "exact";
  private static final String SHORTEST_EDGE = "shortestEdge";

  private ImageSettingsJson() {}

  static void put(ObjectNode node, ImageSettings settings) {
    node.put("height", settings.size().height());
    node.put("width", settings.size().width());
    node.put("channels", settings.channels());
    ObjectNode resize = node.putObject("resize");
    if (settings.resize() instanceof Resize.Exact exact) {
      resize.put("to", EXACT);
      resize.put("height", exact.size().height());
      resize.put("width", exact.size().width());
      resize.put("resampling", exact.resampling().label());
    } else if (settings.resize() instanceof Resize.ShortestEdge shortest) {
      resize.put("to", SHORTEST_EDGE);
      resize.put("edge", shortest.edge());
      resize.put("resampling", shortest.resampling().label());
    } else {
      resize.put("to", NONE);
    }
    node.put("centerCrop", settings.centerCrop());
    node.put("factor", settings.factor());
    settings.mean().forEach(node.putArray("mean")::add);
    settings.deviation().forEach(node.putArray("deviation")::add);
  }

  static ImageSettings read(JsonNode node) {
    return new ImageSettings(
        new PixelSize(integer(node, "height"), integer(node, "width")),
        integer(node, "channels"),
        resize(required(node, "resize")),
        flag(node, "centerCrop"),
        number(node, "factor"),
        numbers(node, "mean"),
        numbers(node, "deviation"));
  }

  private static Resize resize(JsonNode node) {
    String to = text(node, "to");
    return switch (to) {
      case NONE -> new Resize.None();
      case EXACT ->
          new Resize.Exact(
              new PixelSize(integer(node, "height"), integer(node, "width")), resampling(node));
      case SHORTEST_EDGE -> new Resize.ShortestEdge(integer(node, "edge"), resampling(node));
      default ->
          throw new IllegalArgumentException(
              "'to' should be " + NONE + ", " + EXACT + " or " + SHORTEST_EDGE + ", is " + to);
    };
  }

  private static Resampling resampling(JsonNode node) {
    return Resampling.of(text(node, "resampling"));
  }

  private static List<Double> numbers(JsonNode node, String key) {
    List<Double> numbers = new ArrayList<>();
    for (JsonNode value : required(node, key)) {
      numbers.add(value.asDouble(Double.NaN));
    }
    return numbers;
  }
}
