package io.engram.jobs.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.engram.consolidation.strategy.ContinualStrategy;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.ServiceLoader;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** What the assembly jar holds, and that its answers reach the shell. */
class AssemblyIT extends SparkSubmitTest {

  @Test
  void assemblyHoldsNativesAndServicesButNoSparkAndNoData() throws IOException {
    try (JarFile jar = new JarFile(ASSEMBLY.toFile())) {
      List<String> names = jar.stream().map(entry -> entry.getName()).toList();
      assertThat(names)
          .contains(
              "io/engram/jobs/Main.class",
              "io/engram/jobs/reference.conf",
              "META-INF/services/ai.djl.engine.EngineProvider")
          .anyMatch(name -> name.matches("pytorch/cpu/.*libtorch_cpu\\.so.*"))
          .noneMatch(name -> name.startsWith("org/apache/spark/"))
          .noneMatch(name -> name.startsWith("org/apache/hadoop/"))
          .noneMatch(name -> name.startsWith("com/fasterxml/jackson/"))
          .noneMatch(name -> name.startsWith("scala/"))
          .noneMatch(name -> name.startsWith("com/google/protobuf/"))
          .noneMatch(name -> name.endsWith(".onnx"))
          .noneMatch(name -> name.matches("META-INF/[^/]*\\.(SF|RSA|DSA)"));
    }
  }

  @Test
  void assemblyNamesEveryStrategy() throws IOException {
    try (JarFile jar = new JarFile(ASSEMBLY.toFile());
        InputStream services =
            jar.getInputStream(
                jar.getEntry("META-INF/services/" + ContinualStrategy.class.getName()))) {
      List<String> named = new String(services.readAllBytes(), UTF_8).lines().sorted().toList();
      assertThat(named)
          .isEqualTo(
              ServiceLoader.load(ContinualStrategy.class, getClass().getClassLoader()).stream()
                  .map(strategy -> strategy.type().getName())
                  .sorted()
                  .toList())
          .hasSizeGreaterThanOrEqualTo(3);
    }
  }

  @Test
  void exitCodeOfWrongUsageReachesTheShell() throws IOException {
    Shell.Result run = PySparkDistribution.submit(ASSEMBLY, "local[1]", "lern");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("learn");
  }
}
