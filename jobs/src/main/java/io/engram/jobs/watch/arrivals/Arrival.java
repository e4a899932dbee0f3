package io.engram.jobs.watch.arrivals;

import io.engram.transformers.lake.ContentHash;
import io.engram.transformers.lake.LakeTree;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;

/**
 * A folder below the task area, as it was when it was listed.
 *
 * @param task its name, the task's id
 * @param folder where it is
 * @param files number of its data files
 * @param bytes of them
 * @param contents hash of names, lengths and times of them and of the manifest: another one when
 *     anything came, changed or went
 * @param declared whether who wrote it says that nothing more comes: {@code _SUCCESS} or {@link
 *     TaskArea#MANIFEST} is there
 */
public record Arrival(
    String task, Path folder, long files, long bytes, String contents, boolean declared) {

  /**
   * @param files its data files, sorted by path
   * @param manifest the file of that name, where there is one
   * @param success whether {@code _SUCCESS} is there
   */
  public static Arrival of(
      String task,
      Path folder,
      List<LakeTree.Entry> files,
      Optional<LakeTree.Entry> manifest,
      boolean success) {
    StringBuilder listing = new StringBuilder();
    Stream.concat(files.stream(), manifest.stream())
        .forEach(
            file ->
                listing
                    .append(file.path())
                    .append('\0')
                    .append(file.bytes())
                    .append('\0')
                    .append(file.modifiedMillis())
                    .append('\n'));
    long bytes = files.stream().mapToLong(LakeTree.Entry::bytes).sum();
    String contents = ContentHash.sha256(listing.toString().getBytes(StandardCharsets.UTF_8));
    return new Arrival(
        task, folder, files.size(), bytes, contents, success || manifest.isPresent());
  }
}
