package io.engram.jobs.cluster;

import io.engram.jobs.ReadmeCommands;
import io.engram.transformers.QuickJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The notebooks, each in a clean kernel with the wheel, by the tests of src/test/python/notebooks.
 */
class NotebooksIT extends SparkSubmitTest {

  @Test
  void everyNotebookRunsAndShowsWhatItKeeps(@TempDir Path folder) throws IOException {
    PySparkDistribution.PYTHON.install(PythonPackageIT.wheel());
    PySparkDistribution.PYTHON.add(
        List.of(
            "nbclient==0.10.2", "ipykernel==6.30.1", "matplotlib==3.10.6", "pytest-xdist==3.8.0"));
    PySparkDistribution.PYTHON.passes(
        "notebooks",
        folder,
        Map.of(
            "ENGRAM_TEST_NOTEBOOKS",
            ReadmeCommands.root().resolve("notebooks").toString(),
            "TMPDIR",
            folder.toString(),
            "MPLCONFIGDIR",
            folder.resolve("matplotlib").toString(),
            "JDK_JAVA_OPTIONS",
            QuickJvm.OPTIONS,
            // Two at a time: most of what a small one does runs on one core.
            "PYTEST_ADDOPTS",
            "-n 2 --dist worksteal",
            "SPARK_LOCAL_IP",
            "127.0.0.1"));
  }
}
