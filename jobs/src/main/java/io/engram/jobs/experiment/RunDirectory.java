package io.engram.jobs.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.engram.consolidation.benchmark.Cell;
import io.engram.consolidation.benchmark.CellKey;
import io.engram.consolidation.benchmark.Tuning;
import io.engram.consolidation.store.runs.RunFolder;
import io.engram.jobs.ExitCode;
import io.engram.jobs.JobException;
import io.engram.jobs.experiment.Experiment.Method;
import io.engram.jobs.experiment.Experiment.Point;
import io.engram.transformers.lake.ContentSource;
import io.engram.transformers.lake.LakeFiles;
import io.engram.transformers.lake.LakeTree;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The folder of one run in the lake. A file appears whole or not at all. Several programs may be at
 * work in it: who finishes a cell that another has finished meanwhile takes its place, with the
 * same answers.
 *
 * <pre>
 * experiment.json                          what all cells rest on
 * environment.json                         machine, libraries, hashes
 * cells/METHOD/method.json                 settings and grid of a method
 * cells/METHOD/tuning.json                 what its grid reached
 * cells/METHOD/seed=S,order=O.json         a finished cell
 * cells/METHOD/unfinished/                 trainings of cells that are not
 * trainings/TASK/                          trainings that cells share
 * log/NUMBER.json                          what was done one after another, with its seconds
 * summary.json, report.html                made anew from the cells at the end of each run
 * </pre>
 */
final class RunDirectory {
  private static final String EXPERIMENT = "experiment.json";
  private static final String CELLS = "cells";
  private static final String ROUTED = "routed";
  private static final String LOG = "log";
  private static final Pattern CELL = Pattern.compile("seed=.*,order=.*\\.json");
  private static final long MAX_BYTES = 256L << 20;
  private static final JsonMapper JSON = new JsonMapper();

  private final Path folder;
  private final Configuration configuration;
  private final LakeFiles files;
  private final LakeTree tree;

  RunDirectory(Path folder, Configuration configuration) throws IOException {
    this.configuration = configuration;
    this.files = LakeFiles.at(folder, configuration);
    this.tree = LakeTree.at(folder, configuration);
    this.folder = files.qualified(folder);
  }

  Path folder() {
    return folder;
  }

  /**
   * Begins a run, or goes on with the one that is there.
   *
   * @throws JobException when another one is there, or something that is no run
   */
  void begin(RunFacts asked) throws IOException {
    Path file = new Path(folder, EXPERIMENT);
    if (!files.exists(file)) {
      if (!whole(folder).isEmpty()) {
        throw refused(
            "is no whole run of a benchmark: it lacks " + EXPERIMENT + " and holds " + shown(), "");
      }
      write(file, JSON.writeValueAsBytes(asked));
      return;
    }
    List<String> differences = read(file, new TypeReference<RunFacts>() {}).differences(asked);
    if (!differences.isEmpty()) {
      throw refused("holds a run of something else", lines(differences));
    }
  }

  /**
   * Notes the settings of a method, where nothing rests on others.
   *
   * @throws JobException when its cells or its tuning were run with other settings
   */
  void begin(Method method) throws IOException {
    Path file = settingsOf(method);
    if (!files.exists(file) || !isUnderWay(method.name())) {
      keep(file, JSON.writeValueAsBytes(resolved(method)));
      return;
    }
    requireSame(method);
  }

  private Path settingsOf(Method method) {
    return new Path(folderOf(method.name()), "method.json");
  }

  private static List<SortedMap<String, String>> resolved(Method method) {
    return method.points().stream().map(Point::resolved).toList();
  }

  /**
   * Looks whether the settings of a method are those that its cells have.
   *
   * @throws JobException when they are others, also where another program noted them meanwhile
   */
  void requireSame(Method method) throws IOException {
    Path file = settingsOf(method);
    List<SortedMap<String, String>> asked = resolved(method);
    var there = read(file, new TypeReference<List<TreeMap<String, String>>>() {});
    if (there.size() != asked.size()) {
      throw refused(
          "holds cells of method " + method.name() + " with another grid",
          lines(List.of(there.size() + " points there, " + asked.size() + " here")));
    }
    List<String> differences = new ArrayList<>();
    for (int point = 0; point < asked.size(); point++) {
      differences.addAll(RunFacts.differences(there.get(point), asked.get(point), ""));
    }
    if (!differences.isEmpty()) {
      throw refused(
          "holds cells of method " + method.name() + " with other settings", lines(differences));
    }
  }

  private boolean isUnderWay(String method) throws IOException {
    return files.exists(tuningOf(method))
        || files.names(folderOf(method)).stream().anyMatch(name -> CELL.matcher(name).matches());
  }

  private JobException refused(String what, String details) {
    return JobException.refused(
        folder
            + " "
            + what
            + details
            + "\nNothing was changed. Name another folder with --name, or delete this one.");
  }

  private static String lines(List<String> differences) {
    return ":\n  " + String.join("\n  ", differences);
  }

  private String shown() throws IOException {
    return String.join(", ", whole(folder).stream().limit(5).toList());
  }

  /**
   * Finished cells of a method, whichever seeds and orders they are of. Those of older programs,
   * which did not look at rows without a task id, are not finished: they are run again.
   */
  List<Cell> cells(String method) throws IOException {
    List<Cell> cells = new ArrayList<>();
    for (String name : files.names(folderOf(method))) {
      if (CELL.matcher(name).matches()) {
        finished(new Path(folderOf(method), name)).ifPresent(cells::add);
      }
    }
    return cells;
  }

  private Optional<Cell> finished(Path file) throws IOException {
    JsonNode cell = read(file, new TypeReference<JsonNode>() {});
    return cell.path(ROUTED).isArray() ? Optional.of(parsed(file, cell)) : Optional.empty();
  }

  /** Whether a cell is finished, perhaps by another program meanwhile. */
  boolean isFinished(CellKey key) throws IOException {
    Path file = fileOf(key);
    return files.exists(file) && finished(file).isPresent();
  }

  /** Keeps a finished cell and lets go of what only it needed. */
  void finish(Cell cell) throws IOException {
    keep(fileOf(cell.key()), JSON.writeValueAsBytes(cell));
    files.deleteFolder(work(cell.key()));
  }

  /**
   * What a method's grid reached, where it was tried.
   *
   * @param tasks on how many tasks it is to be tried
   * @param seed with which one
   * @throws JobException when it was tried on others
   */
  Optional<Tuning> tuning(String method, int tasks, long seed) throws IOException {
    Path file = tuningOf(method);
    if (!files.exists(file)) {
      return Optional.empty();
    }
    Tuning there = read(file, new TypeReference<Tuning>() {});
    if (!there.isOf(tasks, seed)) {
      throw refused(
          "holds a grid of method " + method + " that was tried on others",
          lines(
              List.of(
                  "tuning-tasks: " + there.tasks() + " there, " + tasks + " here",
                  "seed: "
                      + (there.seed() == null ? "unknown" : there.seed())
                      + " there, "
                      + seed
                      + " here")));
    }
    return Optional.of(there);
  }

  private Path tuningOf(String method) {
    return new Path(folderOf(method), "tuning.json");
  }

  void finish(String method, Tuning tuning) throws IOException {
    keep(tuningOf(method), JSON.writeValueAsBytes(tuning));
  }

  /** Trainings that depend on a task alone. */
  RunFolder trainings(String task) throws IOException {
    return RunFolder.at(new Path(new Path(folder, "trainings"), task), configuration);
  }

  /** Trainings of a cell. */
  RunFolder trainings(CellKey cell, String task) throws IOException {
    return RunFolder.at(new Path(work(cell), task), configuration);
  }

  private Path work(CellKey cell) {
    return new Path(new Path(folderOf(cell.method()), "unfinished"), name(cell));
  }

  private Path fileOf(CellKey cell) {
    return new Path(folderOf(cell.method()), name(cell) + ".json");
  }

  private Path folderOf(String method) {
    return new Path(new Path(folder, CELLS), method);
  }

  private static String name(CellKey key) {
    return "seed=" + key.seed() + ",order=" + key.order();
  }

  /** Notes that something was done. */
  void log(LogEntry entry) throws IOException {
    // Two runs may be at work in one folder: no number is taken twice.
    String name = String.format(Locale.ROOT, "%06d-%s.json", logged().size(), UUID.randomUUID());
    write(new Path(new Path(folder, LOG), name), JSON.writeValueAsBytes(entry));
  }

  /** All that was done, since the run was begun. */
  List<LogEntry> log() throws IOException {
    List<LogEntry> entries = new ArrayList<>();
    for (String name : logged()) {
      entries.add(read(new Path(new Path(folder, LOG), name), new TypeReference<LogEntry>() {}));
    }
    return entries;
  }

  private List<String> logged() throws IOException {
    return whole(new Path(folder, LOG));
  }

  /** Names in a folder; without those of files that somebody was killed over. */
  private List<String> whole(Path parent) throws IOException {
    return files.names(parent).stream().filter(name -> !name.startsWith(".")).toList();
  }

  /** Writes a file that is made from others. */
  void replace(String name, byte[] content) throws IOException {
    tree.replace(new Path(folder, name), content);
  }

  /** Keeps a map of facts, where there is none yet; gives the one that stands. */
  SortedMap<String, String> facts(String name, SortedMap<String, String> facts) throws IOException {
    Path file = new Path(folder, name);
    if (!files.exists(file)) {
      write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(facts));
    }
    return read(file, new TypeReference<TreeMap<String, String>>() {});
  }

  /** Writes a file, in place of one that another program may have written meanwhile. */
  private void keep(Path file, byte[] content) throws IOException {
    tree.replace(file, content);
    files.force(file.getParent(), List.of(file.getName()));
  }

  private void write(Path file, byte[] content) throws IOException {
    files.writeImmutable(file, ContentSource.of(content), content.length);
  }

  private Cell parsed(Path file, JsonNode cell) {
    try {
      return JSON.treeToValue(cell, Cell.class);
    } catch (JsonProcessingException e) {
      throw damaged(file, e);
    }
  }

  private JobException damaged(Path file, JsonProcessingException e) {
    String mended =
        file.getName().equals(EXPERIMENT)
            ? "It says what all cells rest on: delete " + folder + ", or name another with --name."
            : "Delete it, and it is made again.";
    return new JobException(
        ExitCode.REFUSED, file + " is damaged: " + e.getOriginalMessage() + "\n" + mended, e);
  }

  private <T> T read(Path file, TypeReference<T> type) throws IOException {
    try {
      return JSON.readValue(files.read(file, MAX_BYTES), type);
    } catch (JsonProcessingException e) {
      throw damaged(file, e);
    } catch (FileNotFoundException e) {
      throw new UncheckedIOException(file + " vanished while it was read", e);
    }
  }
}
