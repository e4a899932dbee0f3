package io.engram.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.adapters.training.DivergedException;
import io.engram.adapters.training.SpoolException;
import io.engram.consolidation.task.SettingRefusedException;
import io.engram.jobs.config.ConfigException;
import io.engram.transformers.lake.OutcomeUnknownException;
import io.engram.transformers.spark.RowRefusedException;
import io.engram.transformers.text.TokenizerDefinitionException;
import io.engram.transformers.weights.WeightFileException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.util.List;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import scala.collection.immutable.Map.Map1;

class FailuresTest {

  static List<Arguments> known() {
    return List.of(
        Arguments.of(new ConfigException("f", List.of("unknown key x")), ExitCode.USAGE),
        Arguments.of(new SettingRefusedException("no strategy 'x'"), ExitCode.USAGE),
        Arguments.of(new WeightFileException("tensor x is missing"), ExitCode.REFUSED),
        Arguments.of(new RowRefusedException("row x is blank"), ExitCode.REFUSED),
        Arguments.of(new DivergedException("the loss is NaN at step x"), ExitCode.REFUSED),
        Arguments.of(new FileNotFoundException("x"), ExitCode.REFUSED),
        Arguments.of(new IOException("/x: No space left on device"), ExitCode.FAULT),
        Arguments.of(new TokenizerDefinitionException("x/tokenizer.json"), ExitCode.REFUSED),
        Arguments.of(new SpoolException("spool x is damaged"), ExitCode.REFUSED),
        Arguments.of(new OutcomeUnknownException("x", new IOException()), ExitCode.UNKNOWN),
        Arguments.of(new JobException(ExitCode.CONFLICT, "version x"), ExitCode.CONFLICT));
  }

  @ParameterizedTest
  @MethodSource("known")
  void whatIsTheUsersHasItsCodeHoweverDeepItLies(Throwable thrown, ExitCode code) {
    Throwable wrapped =
        new RuntimeException("job aborted", new UncheckedIOException(new IOException(thrown)));
    Failures.Failure failure = Failures.of(wrapped);
    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.expected()).isTrue();
    assertThat(failure.message()).contains("x").doesNotContain("job aborted");
  }

  @Test
  void aFullDiskIsOneLineWithThePlaceWhateverSparkWrapsItIn() {
    Throwable wrapped =
        new RuntimeException(
            "Job aborted due to stage failure: Task 0 in stage 5.0 failed 1 times\nDriver stacktrace:",
            new IOException(
                "[TASK_WRITE_FAILED] Task failed while writing rows to file:/lake/m/cache/f. x",
                new Error(new IOException("No space left on device"))));
    Failures.Failure failure = Failures.of(wrapped);
    assertThat(failure.code()).isEqualTo(ExitCode.FAULT);
    assertThat(failure.matter()).isEqualTo(Failures.Matter.PLACE);
    assertThat(failure.expected()).isTrue();
    assertThat(failure.message())
        .startsWith("No space left on device at file:/lake/m/cache/f. Make room")
        .hasLineCount(1);
  }

  @Test
  void aFileThatItsStoreDoesNotGiveIsAFaultThatMayGoAwayAndABadFileIsOfTheTable() {
    Failures.Failure store = Failures.of(read(new SocketTimeoutException("Read timed out")));
    assertThat(store.code()).isEqualTo(ExitCode.FAULT);
    assertThat(store.matter()).isEqualTo(Failures.Matter.OTHER);
    assertThat(store.expected()).isTrue();
    assertThat(store.message())
        .contains("s3a://lake/part-0", "SocketTimeoutException: Read timed out", "same again");

    Failures.Failure content = Failures.of(read(new IllegalArgumentException("no Parquet file")));
    assertThat(content.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(content.matter()).isEqualTo(Failures.Matter.TABLE);
    assertThat(content.message()).contains("s3a://lake/part-0: no Parquet file");
  }

  private static Exception read(Exception cause) {
    return new SparkException(
        "FAILED_READ_FILE.NO_HINT", new Map1<>("path", "s3a://lake/part-0"), cause);
  }

  @Test
  void whatIsOursIsAFaultWithItsType() {
    Failures.Failure failure = Failures.of(new IllegalArgumentException("negative length"));
    assertThat(failure.code()).isEqualTo(ExitCode.FAULT);
    assertThat(failure.expected()).isFalse();
    assertThat(failure.message()).isEqualTo("IllegalArgumentException: negative length");
  }
}
