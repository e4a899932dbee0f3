package io.engram.jobs.cluster;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The files of conf/airflow in a real Airflow, under the tests of src/test/python/airflow; one of
 * them runs the README's chapter from an empty machine to a schedule.
 */
class AirflowIT {
  private static final PythonEnvironment AIRFLOW =
      new PythonEnvironment(
          "airflow-3.3.2",
          List.of(
              "apache-airflow==3.3.2",
              "apache-airflow-providers-apache-spark==6.3.4",
              "pytest==8.4.2"));

  @Test
  void theDagAndTheOperatorPassTheirTests(@TempDir Path folder) throws IOException {
    assumeTrue(PythonEnvironment.isPossible(), "no python3 with venv: Airflow is not tested here");
    AIRFLOW.passes(
        "airflow",
        folder,
        Map.of("SPARK_HOME", PySparkDistribution.home().toString(), "SPARK_LOCAL_IP", "127.0.0.1"));
  }
}
