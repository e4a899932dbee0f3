package io.engram.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a scheduler that lost the exit code still learns. */
class OutcomeFileTest {
  private static final String LEARN = "learn --model lake/m --task animal --input lake/t";
  private final FakeServices services = new FakeServices();
  @TempDir private Path folder;

  private ProgramRun run(String line) {
    List<String> words = new ArrayList<>(List.of(line.split(" ")));
    words.addAll(List.of("--outcome", file().toUri().toString()));
    return ProgramRun.of(services.factory(), words.toArray(String[]::new));
  }

  private Path file() {
    return folder.resolve("runs/try-1.json");
  }

  private JsonNode outcome() throws IOException {
    try (Stream<Path> left = Files.list(file().getParent())) {
      assertThat(left).containsExactly(file());
    }
    return new ObjectMapper().readTree(file().toFile());
  }

  @Test
  void aRunThatIsDoneLeavesWhatItPrintsAsJson() throws IOException {
    Instant began = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    ProgramRun run = run(LEARN + " --json");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(outcome().get("verb").asText()).isEqualTo("learn");
    assertThat(outcome().get("exitCode").asInt()).isZero();
    assertThat(outcome().get("outcome").asText()).isEqualTo("done");
    assertThat(outcome().get("message").asText()).startsWith("Learnt animal");
    assertThat(Instant.parse(outcome().get("ended").asText()))
        .isBetween(began, Instant.now().plusMillis(1));
    assertThat(outcome().get("result")).isEqualTo(new ObjectMapper().readTree(run.lastLine()));
  }

  @ParameterizedTest
  @EnumSource(
      value = ExitCode.class,
      names = {"USAGE", "REFUSED", "CONFLICT", "UNKNOWN"})
  void aRunThatFailsSaysHow(ExitCode code) throws IOException {
    services.failure = new JobException(code, "what is wrong");
    assertThat(run(LEARN).code()).isEqualTo(code.code());
    assertThat(outcome().get("exitCode").asInt()).isEqualTo(code.code());
    assertThat(outcome().get("outcome").asText()).isEqualTo(code.word());
    assertThat(outcome().get("message").asText()).isEqualTo("what is wrong");
    assertThat(outcome().get("result").get("error").asText()).isEqualTo("what is wrong");
  }

  @Test
  void aFaultAndACommandLineThatCannotBeReadAreOutcomesToo() throws IOException {
    services.failure = new IllegalStateException("boom");
    run(LEARN);
    assertThat(outcome().get("outcome").asText()).isEqualTo("fault");
    run("learn --model m");
    assertThat(outcome().get("outcome").asText()).isEqualTo("usage");
    assertThat(outcome().get("message").asText()).contains("--input");
    run("learn --config none.conf --model m --task t --input i");
    assertThat(outcome().get("outcome").asText()).isEqualTo("usage");
  }

  @Test
  void anOutcomeOfAnEarlierRunIsGoneBeforeTheWorkBegins() throws IOException {
    run(LEARN);
    assertThat(file()).exists();
    List<Boolean> there = new ArrayList<>();
    ProgramRun.of(
        settings -> {
          there.add(Files.exists(file()));
          return services;
        },
        (LEARN + " --outcome=" + file()).split(" "));
    // Opened to delete the file, for the work, and to write the file.
    assertThat(there).containsExactly(true, false, false);
    assertThat(outcome().get("outcome").asText()).isEqualTo("done");
  }

  @Test
  void anAddressThatCannotBeReachedIsWrongUsageBeforeAnyWork() {
    ProgramRun run =
        ProgramRun.of(services.factory(), (LEARN + " --outcome no-fs://x/y").split(" "));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--outcome no-fs://x/y");
    assertThat(services.requests).isEmpty();
  }
}
