package io.engram.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.jobs.service.LearnRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the id of a scheduler's run comes from. */
class SchedulerRunTest {
  private final FakeServices services = new FakeServices();

  private Optional<String> recorded(String... more) {
    List<String> words =
        new ArrayList<>(List.of("learn", "--model", "lake/m", "--task", "a", "--input", "lake/t"));
    words.addAll(List.of(more));
    ProgramRun run = ProgramRun.of(services.factory(), words.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
    return ((LearnRequest) services.requests.get(services.requests.size() - 1)).run().scheduler();
  }

  @Test
  void theCommandLineGoesBeforeTheSettingsFileAndThatBeforeAirflow(@TempDir Path folder)
      throws IOException {
    assertThat(recorded()).isEqualTo(Optional.ofNullable(System.getenv("AIRFLOW_CTX_DAG_RUN_ID")));
    Path settings = Files.writeString(folder.resolve("s.conf"), "learn.scheduler-run = nightly-7");
    assertThat(recorded("--config", settings.toString())).contains("nightly-7");
    assertThat(recorded("--config", settings.toString(), "--scheduler-run", "by-hand"))
        .contains("by-hand");
  }
}
