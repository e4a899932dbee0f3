package io.engram.jobs.data;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.engram.jobs.ExitCode;
import io.engram.jobs.JobException;
import io.engram.jobs.console.Progress;
import io.engram.jobs.data.DataManifest.Table;
import io.engram.transformers.lake.LakeFile;
import io.engram.transformers.lake.LakeFiles;
import io.engram.transformers.lake.LakeTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * Data sets of a lake, each with a manifest of what it was made of. The manifest is written last: a
 * set without one is not finished and is written again; one that differs is never replaced unasked.
 */
public final class PreparedData {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final long LARGEST_MANIFEST = 16L << 20;

  /** Data sets that the program itself brings. */
  public static final Set<String> OWN =
      Set.of(
          "wordnet", "wordnet-pairs", "debian", "debtags", "quickdraw", "fashion-mnist", "cifar10");

  private final SparkSession spark;
  private final String lake;

  public PreparedData(SparkSession spark, String lake) {
    this.spark = spark;
    this.lake = lake;
  }

  /**
   * Writes a data set, or finds it there as it should be. One that was written with fewer tables
   * gets those that it lacks.
   *
   * @param tables that are asked for, by folder below the lake, in their order; none is made that
   *     is there
   * @param replace whether one that is there may be written again from other files or settings, and
   *     over whatever lies in its folders; tables of it that are not asked for now are deleted
   * @throws JobException with {@link ExitCode#REFUSED} when there is one of other files or
   *     settings, its tables are not what was written, or there is something else in a folder
   */
  public DataManifest provide(
      String name,
      List<LakeFile> sources,
      SortedMap<String, String> settings,
      Map<String, Supplier<Dataset<Row>>> tables,
      boolean replace,
      Progress progress) {
    Optional<DataManifest> there = replace ? Optional.empty() : manifest(name);
    List<Table> written = new ArrayList<>();
    Map<String, Supplier<Dataset<Row>>> missing = new LinkedHashMap<>(tables);
    if (there.isPresent()) {
      requireSame(there.get(), sources, settings);
      check(there.get(), tables.keySet()::contains, progress);
      written.addAll(there.get().tables());
      written.forEach(table -> missing.remove(table.folder()));
      if (missing.isEmpty()) {
        return there.get();
      }
    }
    try {
      BegunTables begun = BegunTables.of(lake, name, conf());
      if (!replace) {
        begun.requireOwn(missing.keySet(), "; --replace overwrites it");
      }
      begun.begin(missing.keySet());
      if (there.isEmpty()) {
        LakeTree tree = LakeTree.at(path(name), conf());
        Set<String> earlier = new TreeSet<>(begun.noted());
        earlier.addAll(ofManifest(name));
        earlier.removeAll(tables.keySet());
        for (String folder : earlier) {
          tree.deleteFolder(new Path(lake, folder));
        }
        tree.deleteFile(path(name));
      }
      long done = 0;
      try (Progress.Stage stage = progress.begin("write " + name, missing.size())) {
        for (Map.Entry<String, Supplier<Dataset<Row>>> table : missing.entrySet()) {
          table
              .getValue()
              .get()
              .coalesce(1)
              .write()
              .mode(SaveMode.Overwrite)
              .parquet(lake + "/" + table.getKey());
          written.add(measured(table.getKey()));
          stage.reached(++done);
        }
      }
      DataManifest manifest = new DataManifest(name, sources, settings, written);
      Path qualified = path(name).getFileSystem(conf()).makeQualified(path(name));
      LakeTree.at(qualified, conf()).replace(qualified, JSON.writeValueAsBytes(manifest));
      begun.end();
      return manifest;
    } catch (IOException e) {
      throw new JobException(ExitCode.FAULT, "cannot write " + path(name) + ": " + e, e);
    }
  }

  /** Tables of an earlier cut, which whoever reads the lake would take for those of this one. */
  private List<String> ofManifest(String name) {
    Optional<DataManifest> before;
    try {
      before = manifest(name);
    } catch (JobException damaged) {
      // It is to be replaced.
      return List.of();
    }
    return before.stream()
        .flatMap(manifest -> manifest.tables().stream())
        .map(Table::folder)
        .toList();
  }

  /**
   * A data set that was written before, whatever its files are by now.
   *
   * @param folders of the tables that are needed; others are not looked at
   * @return nothing when there is none
   * @throws JobException with {@link ExitCode#REFUSED} when it has other settings, or its tables
   *     are not what was written
   */
  public Optional<DataManifest> found(
      String name,
      SortedMap<String, String> settings,
      Predicate<String> folders,
      Progress progress) {
    Optional<DataManifest> there = manifest(name);
    there.ifPresent(
        manifest -> {
          requireSame(manifest, manifest.sources(), settings);
          check(manifest, folders, progress);
        });
    return there;
  }

  /**
   * Compares the tables of a data set with its manifest.
   *
   * @throws JobException with {@link ExitCode#REFUSED} when there is no such data set, or a table
   *     is not what was written
   */
  public DataManifest check(String name, Progress progress) {
    DataManifest manifest =
        manifest(name)
            .orElseThrow(
                () ->
                    JobException.refused(
                        "no data set "
                            + name
                            + " in "
                            + lake
                            + "; make it with '"
                            + command(name)
                            + " --lake "
                            + lake
                            + "'"));
    check(manifest, folder -> true, progress);
    return manifest;
  }

  private void check(DataManifest manifest, Predicate<String> folders, Progress progress) {
    String name = manifest.name();
    List<Table> tables =
        manifest.tables().stream().filter(table -> folders.test(table.folder())).toList();
    try (Progress.Stage stage = progress.begin("check " + name, tables.size())) {
      long done = 0;
      for (Table expected : tables) {
        Table found = measured(expected.folder());
        if (!found.equals(expected)) {
          throw JobException.refused(
              "%s/%s is not what '%s' wrote: %s rows (fingerprint %s), found %s (%s); '%s --replace' writes it again"
                  .formatted(
                      lake,
                      expected.folder(),
                      command(name),
                      expected.rows(),
                      expected.fingerprint(),
                      found.rows(),
                      found.fingerprint(),
                      command(name)));
        }
        stage.reached(++done);
      }
    }
  }

  /** The manifest of a data set that was written to its end. */
  public Optional<DataManifest> manifest(String name) {
    try {
      LakeFiles files = LakeFiles.at(path(name), conf());
      return files.exists(path(name))
          ? Optional.of(
              JSON.readValue(files.read(path(name), LARGEST_MANIFEST), DataManifest.class))
          : Optional.empty();
    } catch (JacksonException | IllegalArgumentException e) {
      throw new JobException(
          ExitCode.REFUSED,
          path(name) + " is no manifest of a data set; --replace writes the set again",
          e);
    } catch (IOException e) {
      throw new JobException(ExitCode.REFUSED, "cannot read " + path(name) + ": " + e, e);
    }
  }

  private void requireSame(
      DataManifest there, List<LakeFile> sources, SortedMap<String, String> settings) {
    List<String> differences = new ArrayList<>();
    if (!there.settings().equals(settings)) {
      differences.add("settings " + there.settings() + ", now " + settings);
    }
    for (LakeFile source : sources) {
      there.sources().stream()
          .filter(old -> old.path().equals(source.path()) && !old.equals(source))
          .forEach(
              old ->
                  differences.add(
                      source.path()
                          + " with SHA-256 "
                          + old.sha256()
                          + ", now "
                          + source.sha256()));
    }
    List<String> before = there.sources().stream().map(LakeFile::path).toList();
    List<String> now = sources.stream().map(LakeFile::path).toList();
    if (!before.equals(now)) {
      differences.add("files " + before + ", now " + now);
    }
    if (!differences.isEmpty()) {
      throw JobException.refused(
          "data set "
              + there.name()
              + " in "
              + lake
              + " was made of "
              + String.join("; ", differences)
              + ". '"
              + command(there.name())
              + " --replace' writes it again; what was learnt from it stays as it is");
    }
  }

  private Table measured(String folder) {
    try {
      Dataset<Row> table = spark.read().parquet(lake + "/" + folder);
      return measured(folder, table);
    } catch (Exception e) {
      // Scala declares no exceptions, so that Java cannot catch this one by its name.
      if (e instanceof AnalysisException) {
        return new Table(folder, 0, "no table");
      }
      throw e;
    }
  }

  /** Number and fingerprint of the rows of a table. */
  static Table measured(String folder, Dataset<Row> table) {
    Column hash =
        xxhash64(Arrays.stream(table.columns()).map(column -> col(column)).toArray(Column[]::new));
    Row row = table.agg(count(lit(1)), sum(hash.cast("decimal(38,0)"))).collectAsList().get(0);
    return new Table(folder, row.getLong(0), String.valueOf(row.get(1)));
  }

  /** How a data set is made. */
  private static String command(String name) {
    return OWN.contains(name) ? "engram data " + name : "engram data labels --name " + name;
  }

  private Path path(String name) {
    return new Path(lake, "data/" + name + ".json");
  }

  private Configuration conf() {
    return spark.sessionState().newHadoopConf();
  }
}
