package io.engram.transformers.input;

/** What a backbone takes. */
public enum InputKind {
  TEXT("texts"),
  IMAGE("pictures");

  private final String plural;

  InputKind(String plural) {
    this.plural = plural;
  }

  /** As messages say it. */
  public String plural() {
    return plural;
  }
}
