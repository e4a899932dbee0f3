package io.engram.transformers.lake;

import java.io.IOException;

/** Failures that name their file: "No space left on device", as disks say it, names none. */
final class NamedFailure {
  private NamedFailure() {}

  /**
   * @param file that was written
   * @return the failure itself where its type or its words tell more than a disk's
   */
  static IOException of(Object file, IOException failure) {
    String message = failure.getMessage();
    boolean tells =
        failure.getClass() != IOException.class
            || message == null
            || message.contains(file.toString());
    return tells ? failure : new IOException(file + ": " + message, failure);
  }
}
