package io.engram.consolidation.model;

import io.engram.consolidation.task.TaskManifest;
import java.util.List;

/** What the tasks of a model were learnt from. */
public final class ModelManifests {
  private ModelManifests() {}

  /** The manifests in a document, in the order learnt; reads no object. */
  public static List<TaskManifest> of(byte[] json) {
    return ModelJson.parse(json).tasks().stream().map(ModelDocument.Task::manifest).toList();
  }
}
