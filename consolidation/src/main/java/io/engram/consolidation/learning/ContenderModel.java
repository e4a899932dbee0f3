package io.engram.consolidation.learning;

import io.engram.adapters.HeadFile;
import io.engram.consolidation.closedform.Contender;
import java.io.Serializable;

/**
 * A contender as it travels to executors.
 *
 * @param first its adapters and its head
 * @param second safetensors of its second head, on the plain backbone, or null
 */
public record ContenderModel(SlotModel first, byte[] second) implements Serializable {

  static ContenderModel of(Contender contender, int fromLayer) {
    return new ContenderModel(
        SlotModel.of(contender, fromLayer), contender.second().map(HeadFile::toBytes).orElse(null));
  }
}
