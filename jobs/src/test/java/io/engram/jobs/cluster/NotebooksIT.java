package io.engram.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.jobs.ReadmeCommands;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The notebooks, each in a clean kernel with the wheel, by the tests of src/test/python/notebooks;
 * several minutes, so only by {@code mvn verify -Dnotebooks.excluded=none}.
 */
class NotebooksIT extends SparkSubmitTest {

  @Test
  void everyNotebookRunsAndShowsWhatItKeeps(@TempDir Path folder) throws IOException {
    PySparkDistribution.install(PythonPackageIT.wheel());
    PySparkDistribution.installJupyter();
    Shell.Result tests =
        PySparkDistribution.python(
            Map.of(
                "ENGRAM_TEST_NOTEBOOKS", ReadmeCommands.root().resolve("notebooks").toString(),
                "TMPDIR", folder.toString(),
                "MPLCONFIGDIR", folder.resolve("matplotlib").toString(),
                "SPARK_LOCAL_IP", "127.0.0.1"),
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "--durations=5",
            "--basetemp=" + folder.resolve("pytest"),
            Path.of("src/test/python/notebooks").toAbsolutePath().toString());
    System.out.println(tests.out());
    assertThat(tests.code()).as(tests.out() + tests.err()).isZero();
  }
}
