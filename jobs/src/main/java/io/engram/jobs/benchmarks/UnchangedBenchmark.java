package io.engram.jobs.benchmarks;

import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.store.Provenance;
import io.engram.consolidation.store.Publication;
import io.engram.consolidation.store.VersionDraft;
import io.engram.consolidation.store.VersionFolder;
import io.engram.consolidation.store.VersionRecord;
import io.engram.jobs.Main;
import io.engram.jobs.console.Console;
import io.engram.jobs.console.ProgressStyle;
import io.engram.jobs.service.BackboneShelf;
import io.engram.jobs.service.Learning;
import io.engram.jobs.service.ModelCatalog;
import io.engram.jobs.service.ModelUpkeep;
import io.engram.jobs.service.Services;
import io.engram.jobs.service.SparkLearning;
import io.engram.transformers.lake.ContentHash;
import io.engram.transformers.lake.LakeFile;
import io.engram.transformers.lake.LakeFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * What {@code engram learn} takes for a task that was learnt before, from the moment the Spark
 * session is there. Arguments: {@code fill MODEL VERSIONS} makes a model have that many versions,
 * all of what the newest one holds; {@code again WORD...} runs the words as the program would.
 */
public final class UnchangedBenchmark {
  private UnchangedBenchmark() {}

  public static void main(String[] args) throws IOException {
    if (args[0].equals("fill")) {
      fill(new Path(args[1]), Integer.parseInt(args[2]));
      return;
    }
    SparkSession spark = SparkSession.builder().appName("engram-unchanged").getOrCreate();
    Console console = new Console(System.err, System.err, ProgressStyle.NONE);
    Main program = new Main(console, System.getenv(), settings -> new OnSession(spark));
    long start = System.nanoTime();
    int code = program.run(Arrays.copyOfRange(args, 1, args.length));
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(Locale.ROOT, "exit code %d after %.2f s%n", code, seconds);
    spark.stop();
  }

  private static void fill(Path root, int versions) throws IOException {
    Configuration conf = new Configuration();
    ModelStore store = ModelStore.open(root.toUri(), conf);
    VersionRecord newest = store.latest().orElseThrow();
    for (long parent = newest.number(); parent < versions; parent++) {
      VersionFolder folder = store.newVersionFolder();
      Path target = new Path(folder.uri());
      Path source = new Path(new Path(store.root()), newest.folder());
      LakeFiles files = LakeFiles.at(target, conf);
      for (LakeFile file : newest.files()) {
        files.copyIn(files, new Path(source, file.path()), new Path(target, file.path()));
      }
      String key = ContentHash.sha256(("version " + parent).getBytes(StandardCharsets.UTF_8));
      Publication<VersionRecord> publication =
          store.publish(
              new VersionDraft(
                  folder,
                  parent,
                  newest.objects(),
                  newest.backbone(),
                  key,
                  Provenance.of("another-" + parent, null)
                      .withMetrics(newest.provenance().metrics())));
      if (!(publication instanceof Publication.Published)) {
        throw new IllegalStateException(publication.message());
      }
    }
    System.out.println(store.latest().orElseThrow().number() + " versions");
  }

  /** Learning on a session that is there already. */
  private record OnSession(SparkSession spark) implements Services {
    @Override
    public Learning learning() {
      return new SparkLearning(spark);
    }

    @Override
    public ModelCatalog models() {
      throw new UnsupportedOperationException("only learning is measured");
    }

    @Override
    public ModelUpkeep upkeep() {
      throw new UnsupportedOperationException("only learning is measured");
    }

    @Override
    public BackboneShelf backbones() {
      throw new UnsupportedOperationException("only learning is measured");
    }

    @Override
    public Configuration hadoop() {
      return spark.sessionState().newHadoopConf();
    }

    @Override
    public void close() {}
  }
}
