package io.engram.transformers.text;

/** A tokenizer definition that cannot be used; the message says which and why. */
public final class TokenizerDefinitionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TokenizerDefinitionException(String message) {
    super(message);
  }

  public TokenizerDefinitionException(String message, Throwable cause) {
    super(message, cause);
  }
}
