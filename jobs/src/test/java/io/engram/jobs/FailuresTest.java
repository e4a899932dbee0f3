package io.engram.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.consolidation.task.SettingRefusedException;
import io.engram.jobs.config.ConfigException;
import io.engram.transformers.spark.RowRefusedException;
import io.engram.transformers.weights.WeightFileException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailuresTest {

  static List<Arguments> known() {
    return List.of(
        Arguments.of(new ConfigException("f", List.of("unknown key x")), ExitCode.USAGE),
        Arguments.of(new SettingRefusedException("no strategy 'x'"), ExitCode.USAGE),
        Arguments.of(new WeightFileException("tensor x is missing"), ExitCode.REFUSED),
        Arguments.of(new RowRefusedException("row x is blank"), ExitCode.REFUSED),
        Arguments.of(new FileNotFoundException("x"), ExitCode.REFUSED),
        Arguments.of(new IOException("x: No space left on device"), ExitCode.REFUSED),
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
  void whatIsOursIsAFaultWithItsType() {
    Failures.Failure failure = Failures.of(new IllegalArgumentException("negative length"));
    assertThat(failure.code()).isEqualTo(ExitCode.FAULT);
    assertThat(failure.expected()).isFalse();
    assertThat(failure.message()).isEqualTo("IllegalArgumentException: negative length");
  }
}
