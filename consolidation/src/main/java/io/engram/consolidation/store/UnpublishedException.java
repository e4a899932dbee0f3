package io.engram.consolidation.store;

/**
 * A change of a store that others were faster than, or of which nobody knows whether it is there.
 */
public final class UnpublishedException extends StoreException {
  private static final long serialVersionUID = 1L;

  private final boolean unknown;

  private UnpublishedException(String message, boolean unknown) {
    super(message);
    this.unknown = unknown;
  }

  /**
   * @param what was wanted, in words
   * @param end conflicted or unknown
   */
  public static UnpublishedException of(String what, Publication<?> end) {
    return new UnpublishedException(
        what + ": " + end.message(), end instanceof Publication.Unknown);
  }

  /** True: it may be there, the same again finds out; false: nothing was published. */
  public boolean unknown() {
    return unknown;
  }
}
