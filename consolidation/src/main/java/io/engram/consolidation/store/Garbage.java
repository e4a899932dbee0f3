package io.engram.consolidation.store;

/**
 * One file that nothing needs.
 *
 * @param path relative to the store's root
 * @param bytes its length
 * @param reason why it may go
 */
public record Garbage(String path, long bytes, Reason reason) {

  /** Why a file may go. */
  public enum Reason {
    /** Record of a version that was to be expired. */
    EXPIRED_VERSION,
    /** Earlier move of an alias to a version that is gone. */
    EXPIRED_ALIAS_MOVE,
    /** Of a version's folder that no record names: expired, or its writer lost or died. */
    UNNAMED_FOLDER,
    UNNAMED_OBJECT,
    UNNAMED_BACKBONE,
    /** Of a learning that was published, or that nobody went on with for a week. */
    ENDED_RUN,
    /** Temporary or sidecar. */
    LEFTOVER,
    /** Of a writer that died. */
    DEAD_LEASE
  }
}
