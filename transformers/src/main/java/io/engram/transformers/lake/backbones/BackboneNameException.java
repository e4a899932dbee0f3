package io.engram.transformers.lake.backbones;

/**
 * The name of a backbone that does not exist, or is not the model's; the message says which there
 * are.
 */
public final class BackboneNameException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  BackboneNameException(String message) {
    super(message);
  }
}
