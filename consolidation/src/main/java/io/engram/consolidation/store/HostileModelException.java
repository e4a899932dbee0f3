package io.engram.consolidation.store;

/** A model folder that names what this program does not load; no class of it was touched. */
public final class HostileModelException extends StoreException {
  private static final long serialVersionUID = 1L;

  HostileModelException(Object file, String expected, String found) {
    super(
        file
            + " was refused before anything of it was loaded: expected "
            + expected
            + ", found "
            + found
            + ". A folder that you trust all the same is opened by Spark's own PipelineModel.load");
  }
}
