package io.engram.jobs.data;

import io.engram.jobs.JobException;
import io.engram.transformers.lake.LakeTree;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Folders of a lake in which tables are being written, noted in {@code data/NAME.begun} before the
 * first. A preparation that was interrupted goes on in them; tables of users, which lie beside
 * them, are not overwritten unasked.
 */
final class BegunTables {
  private static final int LARGEST_NOTE = 16 << 20;

  private final String lake;
  private final Path note;
  private final LakeTree tree;

  private BegunTables(String lake, Path note, LakeTree tree) {
    this.lake = lake;
    this.note = note;
    this.tree = tree;
  }

  /** Those of the preparation of that name. */
  static BegunTables of(String lake, String name, Configuration conf) throws IOException {
    Path note = new Path(lake, "data/" + name + ".begun");
    Path qualified = note.getFileSystem(conf).makeQualified(note);
    return new BegunTables(lake, qualified, LakeTree.at(qualified, conf));
  }

  /**
   * Looks whether tables may be written.
   *
   * @param folders of the tables, below the lake
   * @param otherwise what else the user can do
   * @throws JobException with {@link io.engram.jobs.ExitCode#REFUSED} when one of them holds
   *     something, and was not begun before
   */
  void requireOwn(Collection<String> folders, String otherwise) throws IOException {
    Set<String> begun = noted();
    for (String folder : folders) {
      if (begun.contains(folder)) {
        continue;
      }
      List<LakeTree.Entry> there = tree.children(new Path(lake, folder));
      if (!there.isEmpty()) {
        throw JobException.refused(
            "%s holds %s, and nothing says that this command wrote it.\nNothing was changed. Move it elsewhere, or take another lake%s."
                .formatted(new Path(lake, folder), there.get(0).path(), otherwise));
      }
    }
  }

  /** Notes folders, beside those of a preparation that was interrupted. */
  void begin(Collection<String> folders) throws IOException {
    Set<String> begun = noted();
    if (begun.addAll(folders)) {
      tree.replace(note, String.join("\n", begun).getBytes(StandardCharsets.UTF_8));
    }
  }

  /** All are written. */
  void end() throws IOException {
    tree.deleteFile(note);
  }

  /** Folders of preparations that were not ended. */
  Set<String> noted() throws IOException {
    try {
      byte[] lines = tree.readReplaced(note, LARGEST_NOTE);
      return new TreeSet<>(new String(lines, StandardCharsets.UTF_8).lines().toList());
    } catch (FileNotFoundException none) {
      return new TreeSet<>();
    }
  }
}
