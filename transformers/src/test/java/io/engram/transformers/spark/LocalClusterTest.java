package io.engram.transformers.spark;

import io.engram.transformers.QuickJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * Base of tests on two real executor JVMs of one core each: what a {@code local} master hides
 * (serialisation, class loading, natives, one cache per JVM) shows here. The build sets {@code
 * SPARK_HOME}; this class makes it look like a distribution to the workers.
 */
@TestInstance(Lifecycle.PER_CLASS)
public abstract class LocalClusterTest {
  /** Workers, cores and megabytes of each. */
  protected String master() {
    return "local-cluster[2,1,1024]";
  }

  /** More of Spark's settings. */
  protected Map<String, String> settings() throws IOException {
    return Map.of();
  }

  @BeforeAll
  void startCluster() throws IOException {
    Path home = Path.of(requireEnvironment("SPARK_HOME"));
    requireEnvironment("SPARK_SCALA_VERSION");
    Files.createDirectories(home.resolve("jars"));
    if (Files.notExists(home.resolve("RELEASE"))) {
      Files.writeString(home.resolve("RELEASE"), "Spark from the class path of the tests\n");
    }
    SparkTest.stop();
    SparkSession.Builder builder = SparkTest.settings(SparkSession.builder().master(master()));
    settings().forEach(builder::config);
    builder
        .config("spark.executor.extraClassPath", absoluteClassPath())
        .config(
            "spark.executor.extraJavaOptions",
            QuickJvm.OPTIONS
                + " -Duser.timezone=UTC -Dai.djl.offline=true -Dai.djl.pytorch.num_threads=1"
                + " -Dengram.cache="
                + System.getProperty("engram.cache"))
        .config("spark.task.maxFailures", 4)
        .getOrCreate();
  }

  @AfterAll
  static void stopCluster() {
    SparkTest.stop();
  }

  /** The session on the cluster. */
  protected static SparkSession cluster() {
    return SparkSession.active();
  }

  private static String absoluteClassPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(java.io.File.pathSeparator));
  }

  private static String requireEnvironment(String name) {
    String value = System.getenv(name);
    if (value == null) {
      throw new IllegalStateException(
          name + " is not set; the build's surefire configuration sets it, an IDE has to as well");
    }
    return value;
  }
}
