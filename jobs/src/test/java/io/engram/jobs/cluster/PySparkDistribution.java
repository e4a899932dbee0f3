package io.engram.jobs.cluster;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.engram.transformers.QuickJvm;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
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
  private static final String[] PACKAGES = {"pyspark[ml]==" + VERSION, "pytest==8.4.2"};
  private static final String[] JUPYTER = {
    "nbclient==0.10.2", "ipykernel==6.30.1", "matplotlib==3.10.6"
  };
  private static final Path FOLDER = Path.of("target", "pyspark-" + VERSION).toAbsolutePath();

  private PySparkDistribution() {}

  /** Whether there is a Python 3 that can make virtual environments. */
  static boolean isPossible() {
    try {
      return Shell.run(Map.of(), "python3", "-c", "import venv, ensurepip").code() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** SPARK_HOME of the distribution; one JVM installs it when it is not there, others wait. */
  static synchronized Path home() throws IOException {
    Path lock = FOLDER.resolveSibling(FOLDER.getFileName() + ".lock");
    try (FileChannel channel = FileChannel.open(lock, CREATE, WRITE);
        FileLock held = channel.lock()) {
      if (Files.notExists(FOLDER.resolve("installed-ml"))) {
        install();
      }
    }
    try (var found =
        Files.find(FOLDER, 6, (path, attributes) -> path.endsWith("pyspark/bin/spark-submit"))) {
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

  private static void install() throws IOException {
    require(Shell.run(Map.of(), "python3", "-m", "venv", "--clear", FOLDER.toString()));
    pip(PACKAGES);
    Files.createFile(FOLDER.resolve("installed-ml"));
  }

  /** Installs a wheel, whose dependencies are there. */
  static synchronized void install(Path wheel) throws IOException {
    home();
    pip("--no-deps", "--no-index", "--force-reinstall", wheel.toString());
  }

  /** Installs what runs notebooks, once. */
  static synchronized void installJupyter() throws IOException {
    home();
    if (Files.notExists(FOLDER.resolve("installed-jupyter"))) {
      pip(JUPYTER);
      Files.createFile(FOLDER.resolve("installed-jupyter"));
    }
  }

  /** Runs the Python of the environment. */
  static Shell.Result python(Map<String, String> variables, String... args) throws IOException {
    home();
    List<String> command = new ArrayList<>(List.of(FOLDER.resolve("bin/python").toString()));
    command.addAll(List.of(args));
    return Shell.run(variables, command.toArray(String[]::new));
  }

  private static void pip(String... args) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                FOLDER.resolve("bin/pip").toString(),
                "install",
                "--quiet",
                "--disable-pip-version-check"));
    command.addAll(List.of(args));
    require(Shell.run(Map.of(), command.toArray(String[]::new)));
  }

  private static void require(Shell.Result result) throws IOException {
    if (result.code() != 0) {
      throw new IOException("pyspark " + VERSION + " cannot be installed: " + result.err());
    }
  }
}
