package io.engram.jobs.watch;

import io.engram.transformers.lake.ContentHash;
import io.engram.transformers.lake.LakeTree;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * A folder below the task area, as it was when it was listed.
 *
 * @param task its name, the task's id
 * @param folder where it is
 * @param files its data files, sorted by path
 * @param declared whether who wrote it says that nothing more comes: {@code _SUCCESS} or a {@link
 *     TaskDeclaration} is there
 */
record Arrival(String task, Path folder, List<LakeTree.Entry> files, boolean declared) {
  Arrival {
    files = List.copyOf(files);
  }

  /** Bytes of its data files. */
  long bytes() {
    return files.stream().mapToLong(LakeTree.Entry::bytes).sum();
  }

  /** Hash of names, lengths and times of its data files: another one when anything came or went. */
  String contents() {
    StringBuilder listing = new StringBuilder();
    for (LakeTree.Entry file : files) {
      listing
          .append(file.path())
          .append('\0')
          .append(file.bytes())
          .append('\0')
          .append(file.modifiedMillis())
          .append('\n');
    }
    return ContentHash.sha256(listing.toString().getBytes(StandardCharsets.UTF_8));
  }
}
