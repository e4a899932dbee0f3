package io.engram.jobs.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.jobs.JobException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An output is one run's rows, all of them, or what was there before. */
class WholeOutputTest {
  /** A local file system where something happens right before a run's rows take their place. */
  public static final class Racing extends RawLocalFileSystem {
    private static Runnable meanwhile;

    /** No rename to the output's place succeeds. */
    private static boolean failing;

    @Override
    public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to)
        throws IOException {
      if (failing && to.getName().equals("scores")) {
        return false;
      }
      if (meanwhile != null && from.getName().endsWith("late")) {
        Runnable once = meanwhile;
        meanwhile = null;
        once.run();
      }
      return super.rename(from, to);
    }
  }

  private final Configuration hadoop = new Configuration();
  @TempDir private Path folder;
  private Path output;

  @BeforeEach
  void useRacing() {
    hadoop.setClass("fs.file.impl", Racing.class, org.apache.hadoop.fs.FileSystem.class);
    hadoop.setBoolean("fs.file.impl.disable.cache", true);
    Racing.meanwhile = null;
    Racing.failing = false;
    output = folder.resolve("scores");
  }

  private WholeOutput output(String run, boolean overwrite) {
    return new WholeOutput(output.toUri().toString(), overwrite, RunId.of(run), hadoop);
  }

  private String write(String run, boolean overwrite) {
    return output(run, overwrite).write(place -> rows(place, run));
  }

  private static String rows(String place, String rows) {
    try {
      Path made = Path.of(URI.create(place));
      Files.createDirectories(made);
      Files.writeString(made.resolve("part-0"), rows);
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertOnlyTheRowsOf(String run) throws IOException {
    assertThat(output.resolve("part-0")).hasContent(run);
    try (Stream<Path> there = Files.list(output)) {
      assertThat(there).hasSize(1);
    }
    try (Stream<Path> beside = Files.list(folder)) {
      assertThat(beside).containsExactly(output);
    }
  }

  @Test
  void anOutputTakesItsPlaceAndIsReplacedOnlyWhereAsked() throws IOException {
    assertThat(write("first", false)).isEqualTo("first");
    assertThatThrownBy(() -> write("second", false))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("is there already and stays as it is");
    assertOnlyTheRowsOf("first");
    write("third", true);
    assertOnlyTheRowsOf("third");
  }

  @Test
  void afterAFailureTheOldOutputIsAsItWas() throws IOException {
    write("first", false);
    assertThatThrownBy(
            () ->
                output("second", true)
                    .write(
                        place -> {
                          rows(place, "half");
                          throw new IllegalStateException("an executor is gone");
                        }))
        .hasMessage("an executor is gone");
    assertOnlyTheRowsOf("first");
  }

  @Test
  void whatAKilledRunPutAsideIsPutBack() throws IOException {
    rows(beside(".scores-engram-killed-old"), "first");
    rows(beside(".scores-engram-killed"), "killed");
    assertThatThrownBy(() -> write("second", false)).isInstanceOf(JobException.class);
    assertThat(output.resolve("part-0")).hasContent("first");
  }

  @Test
  void whatAKilledRunHadReplacedDoesNotComeBackWhenItsOutputIsDeleted() throws IOException {
    rows(beside(".scores-engram-killed-old"), "stale");
    write("new", false);
    assertThat(output.resolve("part-0")).hasContent("new");
    assertThatThrownBy(() -> write("other", false)).isInstanceOf(JobException.class);
    assertOnlyTheRowsOf("new");
  }

  @Test
  void anOutputThatCannotBePutBackAtOnceIsPutBackByTheNextRun() throws IOException {
    write("first", false);
    Racing.failing = true;
    assertThatThrownBy(() -> write("late", true)).hasMessageContaining("cannot rename");
    assertThat(output).doesNotExist();
    Racing.failing = false;
    assertThatThrownBy(() -> write("second", false)).isInstanceOf(JobException.class);
    assertThat(output.resolve("part-0")).hasContent("first");
  }

  private String beside(String name) {
    return folder.resolve(name).toUri().toString();
  }

  @Test
  void ofTwoRunsIntoOnePlaceTheRowsOfTheFirstStayAndTheOtherIsTold() throws IOException {
    Racing.meanwhile = () -> write("first", false);
    assertThatThrownBy(() -> write("late", false))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("was written by another run meanwhile; that one's rows stay");
    assertOnlyTheRowsOf("first");
  }

  @Test
  void ofTwoRunsThatReplaceAnOutputOneStaysWholeAndTheOldOneDoesNotComeBack() throws IOException {
    write("old", false);
    Racing.meanwhile = () -> write("first", true);
    assertThatThrownBy(() -> write("late", true))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("that one's rows stay");
    assertOnlyTheRowsOf("first");
  }
}
