package io.engram.jobs.cluster;

import io.engram.transformers.QuickJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A real Spark distribution: the Python package of the same version, in a virtual environment that
 * is made once in the build's folder. Its {@code spark-submit} is the one users have.
 */
final class PySparkDistribution {
  private static final String VERSION = "4.1.0";
  static final PythonEnvironment PYTHON =
      new PythonEnvironment(
          "pyspark-" + VERSION, List.of("pyspark[ml]==" + VERSION, "pytest==8.4.2"));

  private PySparkDistribution() {}

  /** Whether there is a Python 3 that can make virtual environments. */
  static boolean isPossible() {
    return PythonEnvironment.isPossible();
  }

  /** SPARK_HOME of the distribution, installed when it is not there. */
  static Path home() throws IOException {
    try (var found =
        Files.find(
            PYTHON.ready(), 6, (path, attributes) -> path.endsWith("pyspark/bin/spark-submit"))) {
      return found.findFirst().orElseThrow().getParent().getParent();
    }
  }

  /**
   * Runs the program by {@code spark-submit} with the assembly jar.
   *
   * @param master where Spark runs
   */
  static Shell.Result submit(Path assembly, String master, String... args) throws IOException {
    Path home = home();
    List<String> command =
        new ArrayList<>(
            List.of(
                home.resolve("bin/spark-submit").toString(),
                "--master",
                master,
                "--driver-memory",
                "1g",
                "--driver-java-options",
                QuickJvm.OPTIONS,
                "--conf",
                "spark.executor.extraJavaOptions=" + QuickJvm.OPTIONS,
                "--conf",
                "spark.ui.enabled=false",
                "--conf",
                "spark.sql.shuffle.partitions=2",
                "--class",
                "io.engram.jobs.Main",
                assembly.toString()));
    command.addAll(List.of(args));
    return Shell.run(
        Map.of("SPARK_HOME", home.toString(), "SPARK_LOCAL_IP", "127.0.0.1"),
        command.toArray(String[]::new));
  }

  /**
   * Runs a line of the shell in a folder, with this distribution's {@code spark-submit} on the
   * path.
   *
   * @param conf folder of a {@code spark-defaults.conf}
   */
  static Shell.Result shell(Path folder, Path conf, String line) throws IOException {
    Path home = home();
    return Shell.run(
        Map.of(
            "SPARK_HOME",
            home.toString(),
            "SPARK_CONF_DIR",
            conf.toString(),
            "SPARK_LOCAL_IP",
            "127.0.0.1",
            "PATH",
            home.resolve("bin") + ":" + System.getenv("PATH")),
        "bash",
        "-c",
        "cd '" + folder + "' && " + line);
  }
}
