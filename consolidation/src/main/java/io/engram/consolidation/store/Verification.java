package io.engram.consolidation.store;

import java.util.List;

/**
 * What a check of versions found.
 *
 * @param versions that were checked
 * @param files different files that were read
 * @param findings one a damaged file; empty: all is as it was published
 */
public record Verification(List<Long> versions, long files, List<Finding> findings) {

  /**
   * A damaged file.
   *
   * @param damage what is wrong with it
   * @param versions that need it; empty for a record of an alias or of a clean-up
   */
  public record Finding(Damage damage, List<Long> versions) {
    public Finding {
      versions = List.copyOf(versions);
    }
  }

  public Verification {
    versions = List.copyOf(versions);
    findings = List.copyOf(findings);
  }
}
