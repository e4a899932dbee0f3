package io.engram.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.consolidation.store.serving.RealVersion;
import io.engram.jobs.ReadmeCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The wheel, installed beside the real pyspark, under the tests of src/test/python/wheel. */
class PythonPackageIT extends SparkSubmitTest {

  @Test
  void theInstalledWheelPassesItsTests(@TempDir Path folder) throws IOException {
    RealVersion.store(folder.resolve("lake"), new Configuration());
    Path wheel = wheel();
    PySparkDistribution.PYTHON.install(wheel);
    PySparkDistribution.PYTHON.passes(
        "wheel",
        folder,
        Map.of(
            "ENGRAM_TEST_LAKE", folder.resolve("lake").toString(),
            "ENGRAM_TEST_WHEEL", wheel.toString(),
            "ENGRAM_TEST_README", ReadmeCommands.root().resolve("README.md").toString(),
            "SPARK_LOCAL_IP", "127.0.0.1"));
  }

  @Test
  void theInstalledWheelPassesItsTestsUnderSparkConnect(@TempDir Path folder) throws IOException {
    RealVersion.store(folder.resolve("lake"), new Configuration());
    PySparkDistribution.PYTHON.add(List.of("pyspark[connect]==4.1.0"));
    PySparkDistribution.PYTHON.install(wheel());
    PySparkDistribution.PYTHON.passes(
        "connect",
        folder,
        Map.of(
            "ENGRAM_TEST_LAKE", folder.resolve("lake").toString(), "SPARK_LOCAL_IP", "127.0.0.1"));
  }

  static Path wheel() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("engram.wheels")))) {
      List<Path> wheels = files.filter(file -> file.toString().endsWith(".whl")).toList();
      assertThat(wheels).hasSize(1);
      return wheels.get(0);
    }
  }
}
