package io.engram.jobs.cluster;

import io.engram.jobs.metrics.MetricsPlugin;
import io.engram.transformers.metrics.WorkCount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;

/** The last values that Spark's CSV sink wrote of the program's metrics. */
final class SinkFiles {
  private static final int WAIT_SECONDS = 60;

  private final Path folder;
  private final SparkSession cluster;

  /**
   * @param folder of the sink, which writes every second
   */
  SinkFiles(Path folder, SparkSession cluster) {
    this.folder = folder;
    this.cluster = cluster;
  }

  /**
   * Sum over the executors, once the sink has what they themselves say; they have nothing to do.
   */
  long settled(WorkCount count) throws IOException, InterruptedException {
    long said = said(count);
    for (int second = 0; second < WAIT_SECONDS; second++) {
      if ((long) ofExecutors(count.label()) == said) {
        return said;
      }
      Thread.sleep(1000);
    }
    throw new IllegalStateException(
        "%s of executors: they say %d, the sink has %s"
            .formatted(count.label(), said, ofExecutors(count.label())));
  }

  double ofExecutors(String metric) throws IOException {
    return sum("[0-9]+", metric);
  }

  double ofDriver(String metric) throws IOException {
    return sum("driver", metric);
  }

  private double sum(String process, String metric) throws IOException {
    String name = "plugin." + MetricsPlugin.class.getName() + "." + metric;
    String pattern = cluster.sparkContext().applicationId() + "\\." + process + "\\.";
    try (Stream<Path> files = Files.list(folder)) {
      double sum = 0;
      for (Path file : files.toList()) {
        if (file.getFileName().toString().matches(pattern + name + "\\.csv")) {
          List<String> lines = Files.readAllLines(file);
          String line = lines.get(lines.size() - 1);
          sum += Double.parseDouble(line.substring(line.indexOf(',') + 1));
        }
      }
      return sum;
    }
  }

  private long said(WorkCount count) {
    Map<String, Long> byExecutor = new HashMap<>();
    while (byExecutor.size() < 2) {
      cluster
          .range(0, 4, 1, 4)
          .mapPartitions(new Say(count), Encoders.STRING())
          .collectAsList()
          .forEach(line -> byExecutor.put(line.split(":")[0], Long.valueOf(line.split(":")[1])));
    }
    return byExecutor.values().stream().mapToLong(Long::longValue).sum();
  }

  private record Say(WorkCount count) implements MapPartitionsFunction<Long, String> {
    @Override
    public Iterator<String> call(Iterator<Long> rows) throws InterruptedException {
      Thread.sleep(200); // long enough for the other executor to take its share
      return List.of(SparkEnv.get().executorId() + ":" + count.sum()).iterator();
    }
  }
}
