package io.engram.jobs.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(bytes, true, UTF_8);

  @Test
  void linesComeAtMostEveryFewSeconds() {
    AtomicLong clock = new AtomicLong();
    Progress.Stage stage = new LineProgress(err, clock::get).begin("train", 200);
    stage.reached(10);
    clock.addAndGet(6_000);
    stage.reached(100);
    stage.reached(101);
    assertThat(bytes.toString(UTF_8).lines()).containsExactly("train", "train: 50 % (100 of 200)");
  }

  @Test
  void barShowsNameAndShareAndIsClosedByTheNext() {
    try (BarProgress progress = new BarProgress(err)) {
      Progress.Stage first = progress.begin("first", 4);
      first.reached(4);
      progress.begin("second", 0);
      first.close();
    }
    assertThat(bytes.toString(UTF_8)).contains("first 100%", "second");
  }
}
