package io.engram.transformers.backbone.folder;

import static io.engram.transformers.backbone.folder.JsonFields.flag;
import static io.engram.transformers.backbone.folder.JsonFields.integer;
import static io.engram.transformers.backbone.folder.JsonFields.required;
import static io.engram.transformers.backbone.folder.JsonFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.engram.transformers.backbone.BertConfig;
import io.engram.transformers.backbone.EncoderConfig;
import io.engram.transformers.backbone.Pooling;
import io.engram.transformers.backbone.VitConfig;
import io.engram.transformers.image.PixelSize;

/** An encoder's shape in {@code engram-backbone.json}. */
final class EncoderJson {
  private EncoderJson() {}

  static void put(ObjectNode node, EncoderConfig encoder) {
    node.put("family", encoder.family());
    node.put("layers", encoder.layers());
    node.put("hidden", encoder.hidden());
    node.put("heads", encoder.heads());
    node.put("intermediate", encoder.intermediate());
    if (encoder instanceof BertConfig bert) {
      node.put("vocabulary", bert.vocabulary());
      node.put("maxPositions", bert.maxPositions());
      node.put("typeVocabulary", bert.typeVocabulary());
      node.put("positionOffset", bert.positionOffset());
    } else if (encoder instanceof VitConfig vit) {
      node.put("imageHeight", vit.image().height());
      node.put("imageWidth", vit.image().width());
      node.put("channels", vit.channels());
      node.put("patch", vit.patch());
      node.put("positionRows", vit.positionRows());
      node.put("positionColumns", vit.positionColumns());
      node.put("projectionBias", vit.projectionBias());
    }
    node.put("layerNormEpsilon", encoder.layerNormEpsilon());
    node.put("activation", encoder.activation());
    node.put("pooling", encoder.pooling().name());
  }

  static BertConfig bert(JsonNode node) {
    return new BertConfig(
        text(node, "family"),
        integer(node, "layers"),
        integer(node, "hidden"),
        integer(node, "heads"),
        integer(node, "intermediate"),
        integer(node, "vocabulary"),
        integer(node, "maxPositions"),
        integer(node, "typeVocabulary"),
        integer(node, "positionOffset"),
        required(node, "layerNormEpsilon").asDouble(),
        text(node, "activation"),
        Pooling.valueOf(text(node, "pooling")));
  }

  static VitConfig vit(JsonNode node) {
    return new VitConfig(
        text(node, "family"),
        integer(node, "layers"),
        integer(node, "hidden"),
        integer(node, "heads"),
        integer(node, "intermediate"),
        new PixelSize(integer(node, "imageHeight"), integer(node, "imageWidth")),
        integer(node, "channels"),
        integer(node, "patch"),
        integer(node, "positionRows"),
        integer(node, "positionColumns"),
        flag(node, "projectionBias"),
        required(node, "layerNormEpsilon").asDouble(),
        text(node, "activation"),
        Pooling.valueOf(text(node, "pooling")));
  }
}
