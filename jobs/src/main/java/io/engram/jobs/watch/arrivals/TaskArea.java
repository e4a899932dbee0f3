package io.engram.jobs.watch.arrivals;

import io.engram.transformers.lake.LakeTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The folders of a lake that tasks arrive in: {@code LAKE/tasks/TASK/...}, and {@code LAKE/refused}
 * for those that cannot be learnt.
 */
public final class TaskArea {
  /** The manifest that who writes a task may put beside its rows. */
  public static final String MANIFEST = "_task.json";

  private static final String SUCCESS = "_SUCCESS";

  private final Path tasks;
  private final Path refused;
  private final Configuration conf;

  public TaskArea(Path lake, Configuration conf) {
    this.tasks = new Path(lake, "tasks");
    this.refused = new Path(lake, "refused");
    this.conf = conf;
  }

  /** What is there now, sorted by task; a folder without data files has not begun to arrive. */
  public List<Arrival> list() throws IOException {
    LakeTree tree = LakeTree.at(tasks, conf);
    List<Arrival> arrivals = new ArrayList<>();
    for (LakeTree.Entry child : tree.children(tasks)) {
      if (child.folder() && !isHidden(child.path())) {
        Arrival arrival = arrival(tree, child.path());
        if (arrival.files() > 0 || arrival.declared()) {
          arrivals.add(arrival);
        }
      }
    }
    return arrivals;
  }

  /** A task's folder as it is now; empty when there is none. */
  public Optional<Arrival> find(String task) throws IOException {
    Arrival arrival = arrival(LakeTree.at(tasks, conf), task);
    return arrival.files() > 0 || arrival.declared() ? Optional.of(arrival) : Optional.empty();
  }

  private Arrival arrival(LakeTree tree, String task) throws IOException {
    Path folder = LakeTree.child(tasks, task);
    List<LakeTree.Entry> all = tree.filesBelow(folder);
    return Arrival.of(
        task,
        folder,
        all.stream().filter(file -> isData(file.path())).toList(),
        all.stream().filter(file -> file.path().equals(MANIFEST)).findFirst(),
        all.stream().anyMatch(file -> file.path().equals(SUCCESS)));
  }

  /** Spark's sources read no file below a name that begins so; a temporary one has such a name. */
  private static boolean isData(String path) {
    return Arrays.stream(path.split("/")).noneMatch(TaskArea::isHidden);
  }

  private static boolean isHidden(String name) {
    return name.startsWith(".") || (name.startsWith("_") && !name.contains("="));
  }

  /**
   * Moves a task's folder out of the way of the others.
   *
   * @return where it is now; empty when somebody else took it away
   */
  public Optional<Path> moveAside(Arrival arrival) throws IOException {
    FileSystem fs = tasks.getFileSystem(conf);
    if (!fs.exists(arrival.folder())) {
      return Optional.empty();
    }
    fs.mkdirs(refused);
    Path target = LakeTree.child(refused, arrival.task());
    for (int copy = 2; fs.exists(target); copy++) {
      target = LakeTree.child(refused, arrival.task() + "-" + copy);
    }
    if (!fs.rename(arrival.folder(), target)) {
      throw new IOException("cannot move " + arrival.folder() + " to " + target);
    }
    return Optional.of(target);
  }
}
