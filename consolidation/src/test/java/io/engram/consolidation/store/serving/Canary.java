package io.engram.consolidation.store.serving;

/** A class that a hostile model names; it says when it was initialised. */
final class Canary {
  static final String SUNG = "engram.test.canary";

  static {
    System.setProperty(SUNG, "initialised");
  }

  private Canary() {}
}
