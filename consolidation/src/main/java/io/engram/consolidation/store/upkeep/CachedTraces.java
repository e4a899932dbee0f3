package io.engram.consolidation.store.upkeep;

import io.engram.consolidation.store.GarbageOptions;
import io.engram.transformers.lake.LakeFiles;
import io.engram.transformers.lake.LakeTree;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What {@code cache/} and {@code runs/} keep of a task: manifests that name it, feature tables that
 * may hold rows of it, learnings of it that were not published. A table of kept inputs (the
 * reservoir's) mixes rows of many tasks and does not say which: every table goes that is not of the
 * data of another task alone. A learning of another task may train heads of this one along and does
 * not say so either: where a version held the task, all that is unpublished goes. Features can be
 * computed again, trainings repeated.
 */
final class CachedTraces {
  private static final String MANIFESTS = "cache/manifests";
  private static final String FEATURES = "cache/features";
  private static final String RUNS = "runs";
  private static final String MARKER = "complete.json";
  private static final long MAX_BYTES = 1 << 24;

  private final Path root;
  private final LakeFiles files;
  private final LakeTree tree;

  CachedTraces(URI root, Configuration conf) throws IOException {
    this.root = new Path(root);
    this.files = LakeFiles.at(this.root, conf);
    this.tree = LakeTree.at(this.root, conf);
  }

  /**
   * A file or folder, relative to the root.
   *
   * @param files all files in it
   */
  private record Trace(String path, boolean folder, List<String> files, long bytes) {}

  /**
   * @param paths files
   * @param bytes of all of them
   */
  record Traces(List<String> paths, long bytes) {}

  /**
   * Whose data is whose.
   *
   * @param own fingerprints of the task's data
   * @param others of all other tasks' of the model
   */
  record Fingerprints(Set<String> own, Set<String> others) {}

  Traces find(String task, Fingerprints fingerprints) throws IOException {
    return traces(all(task, fingerprints));
  }

  Traces delete(String task, Fingerprints fingerprints) throws IOException {
    List<Trace> found = all(task, fingerprints);
    for (Trace trace : found) {
      Path path = new Path(root, trace.path());
      if (trace.folder()) {
        // Nobody may find a table whose data are half gone.
        tree.deleteFile(new Path(path, MARKER));
        tree.deleteFolder(path);
      } else {
        tree.deleteFile(path);
      }
    }
    return traces(found);
  }

  private static Traces traces(List<Trace> found) {
    List<String> paths = new ArrayList<>();
    found.forEach(trace -> paths.addAll(trace.files()));
    return new Traces(paths, found.stream().mapToLong(Trace::bytes).sum());
  }

  private List<Trace> all(String task, Fingerprints fingerprints) throws IOException {
    List<Trace> found = new ArrayList<>();
    for (LakeTree.Entry entry : tree.children(new Path(root, MANIFESTS))) {
      String path = MANIFESTS + "/" + entry.path();
      if (!entry.folder()) {
        String text = text(path);
        if (names(text, fingerprints.own()) || text.contains('"' + task + '"')) {
          found.add(new Trace(path, false, List.of(path), entry.bytes()));
        }
      }
    }
    for (LakeTree.Entry entry : tree.children(new Path(root, FEATURES))) {
      String path = FEATURES + "/" + entry.path();
      List<LakeTree.Entry> below = tree.filesBelow(new Path(root, path));
      if (entry.folder() && mayHold(path, below, fingerprints)) {
        found.add(folder(path, below));
      }
    }
    for (LakeTree.Entry entry : tree.children(new Path(root, RUNS))) {
      String path = RUNS + "/" + entry.path();
      List<LakeTree.Entry> below = tree.filesBelow(new Path(root, path));
      boolean mayHold = !fingerprints.own().isEmpty();
      for (LakeTree.Entry file : below) {
        mayHold |=
            file.path().startsWith("request-")
                && text(path + "/" + file.path()).contains('"' + task + '"');
      }
      if (mayHold) {
        found.add(folder(path, below));
      }
    }
    return found;
  }

  private static Trace folder(String path, List<LakeTree.Entry> below) {
    return new Trace(
        path,
        true,
        below.stream().map(file -> path + "/" + file.path()).toList(),
        below.stream().mapToLong(LakeTree.Entry::bytes).sum());
  }

  private boolean mayHold(String table, List<LakeTree.Entry> below, Fingerprints fingerprints)
      throws IOException {
    if (below.stream().noneMatch(file -> file.path().equals(MARKER))) {
      return isAbandoned(below);
    }
    String text = text(table + "/" + MARKER);
    return names(text, fingerprints.own()) || !names(text, fingerprints.others());
  }

  // A table that was never completed does not say whose data are in it. One that is being computed
  // is left to its writer.
  private static boolean isAbandoned(List<LakeTree.Entry> below) {
    long before = System.currentTimeMillis() - GarbageOptions.GUARD.toMillis();
    return below.stream().allMatch(file -> file.modifiedMillis() < before);
  }

  private static boolean names(String text, Set<String> fingerprints) {
    return fingerprints.stream().anyMatch(text::contains);
  }

  private String text(String path) throws IOException {
    try {
      return new String(files.read(new Path(root, path), MAX_BYTES), StandardCharsets.UTF_8);
    } catch (FileNotFoundException gone) {
      return "";
    }
  }
}
