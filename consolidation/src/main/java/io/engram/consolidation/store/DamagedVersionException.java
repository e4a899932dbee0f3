package io.engram.consolidation.store;

import java.util.List;
import java.util.stream.Collectors;

/** A version whose files are not what its record says; nothing was served from it. */
public final class DamagedVersionException extends StoreException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 10;

  DamagedVersionException(Object root, long number, List<Damage> damages) {
    super(
        "version "
            + number
            + " at "
            + root
            + " is damaged and was not loaded; restore from a copy or use another version:\n  "
            + damages.stream()
                .limit(SHOWN)
                .map(Damage::toString)
                .collect(Collectors.joining("\n  "))
            + (damages.size() > SHOWN ? "\n  and " + (damages.size() - SHOWN) + " more" : ""));
  }
}
