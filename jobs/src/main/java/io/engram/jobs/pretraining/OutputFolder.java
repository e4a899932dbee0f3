package io.engram.jobs.pretraining;

import io.engram.jobs.JobException;
import io.engram.transformers.backbone.folder.PublishedModel;
import io.engram.transformers.backbone.folder.StagedFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder that is made, whole or not at all, and the checkpoint beside it while it is not there.
 *
 * @param folder absolute
 */
record OutputFolder(Path folder) {

  /**
   * @throws JobException when the folder holds something already
   */
  static OutputFolder of(Path path) {
    Path folder = path.toAbsolutePath().normalize();
    try {
      if (!StagedFolder.isFree(folder)) {
        throw JobException.usage(
            "--output: " + folder + " exists; name a folder that does not, or remove it");
      }
      Files.createDirectories(folder.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException("--output: " + folder + " cannot be made: " + e, e);
    }
    return new OutputFolder(folder);
  }

  /** File of the checkpoint: hidden, beside the folder. */
  Path checkpoint() {
    return folder.resolveSibling("." + folder.getFileName() + ".checkpoint");
  }

  void publish(PublishedModel model) {
    try {
      StagedFolder.publish(folder, "writing", (staged, scratch) -> model.write(staged));
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be written: " + e, e);
    }
  }
}
