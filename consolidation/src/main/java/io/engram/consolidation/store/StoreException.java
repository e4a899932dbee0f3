package io.engram.consolidation.store;

import java.io.IOException;
import java.util.Locale;

/** A request the store cannot serve; the message says what is wrong, where, and what to do. */
public class StoreException extends IOException {
  private static final long serialVersionUID = 1L;

  public StoreException(String message) {
    super(message);
  }

  static StoreException noStore(Object root) {
    return new StoreException(
        "there is no model store at "
            + root
            + " (no engram.json); check the path, or learn a first task into it");
  }

  static StoreException noVersion(Object root, long number, String known) {
    return new StoreException(
        String.format(
            Locale.ROOT,
            "there is no version %d at %s (log/%020d.json is missing); it has %s",
            number,
            root,
            number,
            known));
  }

  static StoreException empty(Object root) {
    return new StoreException(
        "the model store at " + root + " has no version yet; learn a first task into it");
  }

  static StoreException noAlias(Object root, String alias, Object known) {
    return new StoreException("there is no alias '" + alias + "' at " + root + "; it has " + known);
  }
}
