package io.engram.consolidation.store.serving;

/** A class that a hostile model names; it says when it was initialised. */
public final class Canary {
  /** System property that says so. */
  public static final String SUNG = "engram.test.canary";

  static {
    System.setProperty(SUNG, "initialised");
  }

  private Canary() {}

  /** One that is let sing, to show that it would: a class is initialised once only. */
  public static final class Control {
    static {
      System.setProperty(SUNG, "initialised");
    }

    private Control() {}
  }
}
