package io.engram.consolidation.store;

/**
 * One file of a version that is not what its record says.
 *
 * @param file path relative to the store's root
 * @param kind what happened to it, as far as can be told
 * @param expected by the record
 * @param actual as found
 */
public record Damage(String file, Kind kind, String expected, String actual) {

  /** What happened to a file. */
  public enum Kind {
    MISSING,
    TRUNCATED,
    EXTENDED,
    CHANGED,
    /** It holds what another file of the version should hold. */
    SWAPPED,
    /** It is in the version's folder and not in the record. */
    EXTRA
  }

  @Override
  public String toString() {
    return file + " is " + kind + ": expected " + expected + ", found " + actual;
  }
}
