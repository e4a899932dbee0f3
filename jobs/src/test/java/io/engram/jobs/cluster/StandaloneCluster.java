package io.engram.jobs.cluster;

import io.engram.transformers.QuickJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A standalone master and its workers, of one core and one gigabyte each, as processes of their own
 * that a Spark distribution starts on free ports.
 */
final class StandaloneCluster implements AutoCloseable {
  private static final Pattern MASTER = Pattern.compile("Starting Spark master at (spark://\\S+)");
  private static final Pattern REGISTERED = Pattern.compile("Successfully registered with master");
  private static final int WAIT_SECONDS = 120;

  private final Path home;
  private final Path folder;
  private final List<Process> daemons = new ArrayList<>();
  private final Thread atExit = new Thread(this::kill);
  private final String master;

  /**
   * @param home SPARK_HOME of the distribution
   * @param folder where logs and the workers' folders go
   */
  static StandaloneCluster start(Path home, Path folder, int workers) throws IOException {
    return new StandaloneCluster(home, folder, workers);
  }

  private StandaloneCluster(Path home, Path folder, int workers) throws IOException {
    this.home = home;
    this.folder = folder;
    Runtime.getRuntime().addShutdownHook(atExit);
    try {
      Path log = daemon("master", "master.Master", "--host", "127.0.0.1", "--port", "0");
      master = await(log, MASTER).group(1);
      List<Path> logs = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        String work = folder.resolve("work-" + i).toString();
        logs.add(
            daemon(
                "worker-" + i,
                "worker.Worker",
                "--host",
                "127.0.0.1",
                "--cores",
                "1",
                "--memory",
                "1g",
                "--work-dir",
                work,
                master));
      }
      for (Path worker : logs) {
        await(worker, REGISTERED);
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Its address, {@code spark://host:port}. */
  String master() {
    return master;
  }

  /** Where the one driver that ran on the cluster wrote its standard output. */
  Path outputOfDriver() throws IOException {
    try (Stream<Path> files = Files.find(folder, 3, (file, attributes) -> isOfDriver(file))) {
      List<Path> found = files.toList();
      if (found.size() != 1) {
        throw new IllegalStateException("one driver is expected, found " + found);
      }
      return found.get(0);
    }
  }

  private static boolean isOfDriver(Path file) {
    return file.endsWith("stdout")
        && file.getParent().getFileName().toString().startsWith("driver-");
  }

  private Path daemon(String name, String type, String... args) throws IOException {
    Path log = folder.resolve(name + ".log");
    List<String> command =
        new ArrayList<>(
            List.of(home.resolve("bin/spark-class").toString(), "org.apache.spark.deploy." + type));
    command.addAll(List.of("--webui-port", "0"));
    command.addAll(List.of(args));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(variable -> variable.startsWith("SPARK_"));
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("SPARK_DAEMON_MEMORY", "256m");
    builder.environment().put("SPARK_DAEMON_JAVA_OPTS", QuickJvm.OPTIONS);
    daemons.add(builder.start());
    return log;
  }

  private static Matcher await(Path log, Pattern line) throws IOException {
    for (int tenths = 0; tenths < 10 * WAIT_SECONDS; tenths++) {
      Matcher found = line.matcher(Files.readString(log));
      if (found.find()) {
        return found;
      }
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while waiting for " + log, e);
      }
    }
    throw new IOException("'" + line + "' is not in " + log + ":\n" + Files.readString(log));
  }

  /** Kills every process of the cluster, its drivers and executors too. */
  @Override
  public void close() {
    kill();
    Runtime.getRuntime().removeShutdownHook(atExit);
  }

  // A daemon first, else a worker starts again what was killed below it.
  private void kill() {
    for (Process daemon : daemons) {
      List<ProcessHandle> below = daemon.descendants().toList();
      daemon.destroyForcibly();
      below.forEach(ProcessHandle::destroyForcibly);
    }
    daemons.stream().map(Process::onExit).forEach(exit -> exit.join());
  }
}
