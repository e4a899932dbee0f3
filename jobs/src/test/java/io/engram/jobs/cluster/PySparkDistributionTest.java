package io.engram.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.package$;
import org.junit.jupiter.api.Test;

/** The distribution under the integration tests; installed here, while other tests run. */
class PySparkDistributionTest {
  @Test
  void distributionIsOfTheSparkThatIsBuiltAgainst() throws IOException {
    assumeTrue(PySparkDistribution.isPossible(), "no python3 with venv");
    Path jars = PySparkDistribution.home().resolve("jars");
    String version = package$.MODULE$.SPARK_VERSION();
    assertThat(jars.resolve("spark-core_2.13-" + version + ".jar")).matches(Files::isRegularFile);
  }
}
