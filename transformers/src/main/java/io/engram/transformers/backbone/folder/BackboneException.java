package io.engram.transformers.backbone.folder;

/**
 * A backbone that cannot be imported or used; the message says which file, tensor or setting, what
 * was expected and what is there.
 */
public final class BackboneException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BackboneException(String message) {
    super(message);
  }

  public BackboneException(String message, Throwable cause) {
    super(message, cause);
  }
}
