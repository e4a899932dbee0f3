package io.engram.jobs.verb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.store.runs.RunFolder;
import io.engram.consolidation.store.runs.RunRecord;
import io.engram.consolidation.task.SettingRefusedException;
import io.engram.jobs.FakeServices;
import io.engram.jobs.ProgramRun;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code engram models resume} over three learnings that were killed. */
class ModelResumeVerbTest {
  @TempDir private Path folder;
  private final FakeServices services = new FakeServices();
  private String model;

  @BeforeEach
  void beginThreeLearnings() throws IOException {
    Configuration conf = new Configuration();
    model = folder.resolve("model").toString();
    ModelStore store = ModelStore.openOrCreate(Path.of(model).toUri(), conf);
    List<String> tasks = List.of("animal", "food", "plant");
    for (int i = 0; i < tasks.size(); i++) {
      String key = String.valueOf((char) ('a' + i)).repeat(64);
      RunFolder.of(new org.apache.hadoop.fs.Path(model), key, conf)
          .begin(
              new RunRecord(
                  RunRecord.FORMAT,
                  store.id(),
                  key,
                  tasks.get(i),
                  Instant.EPOCH.plusSeconds(i),
                  "me",
                  new ObjectMapper().createObjectNode(),
                  List.of()));
    }
  }

  private ProgramRun resume(String... words) {
    List<String> all = new ArrayList<>(List.of("models", "resume", "--model", model, "--json"));
    all.addAll(List.of(words));
    return ProgramRun.of(services.factory(), all.toArray(String[]::new));
  }

  private static JsonNode json(ProgramRun run) throws IOException {
    return new ObjectMapper().readTree(run.lastLine());
  }

  @Test
  void oneThatCannotBeLearntKeepsNoOtherFromBeingTakenUp() throws IOException {
    services.unlearnable.put("food", new SettingRefusedException("the pool is too small"));
    ProgramRun run = resume();
    assertThat(services.requests).isEqualTo(List.of("animal", "food", "plant"));
    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.out()).contains("Not taken up: task food: ").contains("the pool is too small");
    assertThat(json(run).get("resumed").findValuesAsText("task"))
        .containsExactly("animal", "plant");
    assertThat(json(run).at("/failed/food").asText()).contains("the pool is too small");
  }

  @Test
  void aFaultOfTheProgramEndsItAtOnce() {
    services.unlearnable.put("food", new IllegalStateException("this is a fault"));
    ProgramRun run = resume();
    assertThat(services.requests).isEqualTo(List.of("animal", "food"));
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("this is a fault");
  }

  @Test
  void theOnlyOneThatIsAskedForFailsAsItsOwnCommandWould() {
    services.unlearnable.put("food", new SettingRefusedException("the pool is too small"));
    ProgramRun run = resume("--task", "food");
    assertThat(services.requests).isEqualTo(List.of("food"));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("the pool is too small");
    assertThat(run.out()).doesNotContain("Not taken up");
  }

  @Test
  void allThatCanBeLearntAre() throws IOException {
    ProgramRun run = resume();
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(json(run).get("resumed")).hasSize(3);
    assertThat(json(run).get("failed")).isEmpty();
  }
}
