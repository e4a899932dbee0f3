package io.engram.jobs.service;

import io.engram.consolidation.store.RecordedFiles;
import io.engram.consolidation.store.VersionRecord;
import io.engram.transformers.lake.LakeFile;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What every version adds to the lake, asked from the oldest on. */
final class AddedBytes {
  private final Set<String> seen = new HashSet<>();

  /** Bytes of the files that no version before had. */
  long next(VersionRecord record) {
    long bytes = 0;
    for (Map.Entry<String, LakeFile> file : RecordedFiles.of(record).entrySet()) {
      if (seen.add(file.getKey())) {
        bytes += file.getValue().length();
      }
    }
    return bytes;
  }
}
