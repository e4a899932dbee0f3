package io.engram.jobs.watch.arrivals;

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
 * @param files number of its data files
 * @param bytes of them
 * @param contents hash of their names, lengths and times: another one when anything came or went
 * @param declared whether who wrote it says that nothing more comes: {@code _SUCCESS} or {@link
 *     TaskArea#MANIFEST} is there
 */
public record Arrival(
    String task, Path folder, long files, long bytes, String contents, boolean declared) {

  /**
   * @param files its data files, sorted by path
   */
  public static Arrival of(String task, Path folder, List<LakeTree.Entry> files, boolean declared) {
    StringBuilder listing = new StringBuilder();
    long bytes = 0;
    for (LakeTree.Entry file : files) {
      bytes += file.bytes();
      listing
          .append(file.path())
          .append('\0')
          .append(file.bytes())
          .append('\0')
          .append(file.modifiedMillis())
          .append('\n');
    }
    String contents = ContentHash.sha256(listing.toString().getBytes(StandardCharsets.UTF_8));
    return new Arrival(task, folder, files.size(), bytes, contents, declared);
  }
}
